"""Commands of the areas room."""
