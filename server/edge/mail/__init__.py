"""Letters by SMTP: plain text, one at a time."""
