"""Helpers of this room's pages."""
