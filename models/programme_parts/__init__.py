"""The pieces of a programme file's reading; `models/programme_file.py` is their face."""
