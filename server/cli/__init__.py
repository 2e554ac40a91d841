"""The command line, a composition root: one file per command."""
