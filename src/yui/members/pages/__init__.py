"""What the pages of this room show, worked out for their templates."""
