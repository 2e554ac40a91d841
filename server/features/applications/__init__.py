"""Applications: start, fill in, submit, withdraw, read."""
