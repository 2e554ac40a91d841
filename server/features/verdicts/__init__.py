"""Deciding a review: pass, return, reject, and what follows."""
