"""Files this room reads: vocabularies as YAML."""
