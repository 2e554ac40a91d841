"""Definitions in words: each part of a programme as a clerk reads it, in both languages."""
