"""Helpers of this room's pages: links to towns, grouped by kana."""
