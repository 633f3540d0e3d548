"""What the pages of exchange show: tiles, tables, sentences."""
