"""A platform's clients: what each was handed in for, what of it is to come, and by when who acts."""
