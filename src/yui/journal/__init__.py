"""What happened: append-only, hash-chained entries; cursors of those who follow."""
