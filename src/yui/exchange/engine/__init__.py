"""Pure rules of reading lists: cells in, cleaned records out. They run in the confined child."""
