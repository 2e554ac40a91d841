"""A programme as data: read from its files, described in words, compared with its last version."""
