"""ClamAV, asked over its socket whether a file carries a known virus."""
