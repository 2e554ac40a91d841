"""Firms: who acts for them, how that is proven, and quarrels over it."""
