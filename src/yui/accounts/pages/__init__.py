"""What the pages of people show: tables and sentences."""
