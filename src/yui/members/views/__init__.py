"""Doors of the members room: for everybody, for who applies, for who decides."""
