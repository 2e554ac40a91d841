"""Text messages to phones through a gateway whose HTTP request is data."""
