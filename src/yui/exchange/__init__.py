"""Bringing lists in and taking them out again."""
