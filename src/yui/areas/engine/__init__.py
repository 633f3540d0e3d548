"""Numbers and texts in, numbers and texts out: addresses, polygons, ages."""
