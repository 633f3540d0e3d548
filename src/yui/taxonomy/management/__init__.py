"""Commands of the taxonomy room."""
