"""What people type from a letter: drawn, shown and read without a database."""
