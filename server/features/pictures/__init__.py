"""Logos and pictures of platforms: checked as papers are, shown once they were let through."""
