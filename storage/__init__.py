"""Keeping: every byte that lives outside the process."""
