"""The search engine: documents in, answers out. No Django here.

Public names: `documents.Document`, `requests.Query`, `requests.Result`, `writer.IndexWriter`,
`writer.rebuild_index`, `reader.IndexReader`, `damage.IndexDamaged`.
"""
