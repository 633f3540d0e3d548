"""Pages that mix rooms, through the doors of residents."""
