"""Migrations of the one schema, in order; a released one is never edited."""
