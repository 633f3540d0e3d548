"""What the pages of review show: tables, sentences, differences word by word."""
