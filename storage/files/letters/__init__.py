"""Letters as PDF: set in the fonts that we bring, by a child process, the same bytes each time."""
