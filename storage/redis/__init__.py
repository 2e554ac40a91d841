"""Redis: the ranking at the door, short-lived caches and rate limits."""
