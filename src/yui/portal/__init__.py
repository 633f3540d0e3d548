"""Pages that mix rooms; owns /, /‹団体コード›/, /desk/ and the short addresses."""
