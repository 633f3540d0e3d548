"""The read model people search; it follows the journal."""
