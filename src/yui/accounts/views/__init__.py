"""Pages of people: entering, joining by a letter, and the people of an office."""
