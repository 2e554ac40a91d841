"""The pieces of a programme file's reading; `models/programme/file.py` is their face."""
