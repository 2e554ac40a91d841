"""The shapes of a programme's terms, as rules read them: each number with its clause."""
