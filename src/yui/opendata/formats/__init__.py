"""The shapes open data is written in: HSDS 3.1, tables, GeoJSON, JSON-LD, DCAT, Atom, sitemaps.

Equal records give equal bytes: nothing here reads a clock or a database.
"""
