"""Public pages of the directory: services, organizations, fields, and the chosen list."""
