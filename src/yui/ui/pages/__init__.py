"""What page templates receive: frames, parts and the Jinja2 environment."""
