"""Opens papers as a reader would, in a child process: whether they open, and what is to be seen."""
