"""Figures of an edition for those who answer for it: by day, place, platform, track and status."""
