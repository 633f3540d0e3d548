"""What: the only classification of the platform."""
