"""Scoring by experts: blind until closed, then a ranking and the line that the authority draws."""
