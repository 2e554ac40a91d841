"""What may be chosen, and the words for codes: the lists that every client shows."""
