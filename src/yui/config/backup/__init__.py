"""A copy of everything an installation knows, in one file, and the way back. docs/adr/0010."""
