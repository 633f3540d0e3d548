"""The doors of the areas room: what residents look up, what an area keeps about itself."""
