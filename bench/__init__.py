"""Measures the server against bare peers: same machine, same run, turn about (`python -m bench`)."""
