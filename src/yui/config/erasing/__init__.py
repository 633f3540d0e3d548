"""Erasing a person everywhere an installation keeps something. docs/adr/0013."""
