"""Many clients of a platform handed in at once: checked row by row, then imported row by row."""
