"""Sheets as files: PDF, Word, Excel."""
