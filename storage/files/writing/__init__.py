"""Writes large files into the store while they arrive, piece by piece."""
