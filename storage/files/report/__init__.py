"""The platform's own list handed back with what became of each row, made in a child process."""
