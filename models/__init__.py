"""Meaning: pure rules, tables and migrations."""
