"""A platform's list of new clients: handed in, checked, shown."""
