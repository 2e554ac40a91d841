"""Workbooks and CSV files as plain cells, read in a child process: whatever they hold harms nothing."""
