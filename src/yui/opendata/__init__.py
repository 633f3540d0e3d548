"""Open from the first day: the HSDS read API and downloads."""
