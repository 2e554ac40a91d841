"""One machine plays a whole installation; production never loads it."""
