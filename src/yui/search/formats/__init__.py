"""How a search is written down: the conditions in an address."""
