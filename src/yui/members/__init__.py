"""Companies and groups that join: they claim their record or register, and are approved."""
