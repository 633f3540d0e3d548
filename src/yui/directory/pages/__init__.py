"""Helpers of this room's pages: the frame of a town, the chosen list, facts in order."""
