"""Organizations, services, locations: the HSDS 3.1 nouns, for people who want a phone number."""
