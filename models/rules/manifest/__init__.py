"""What a platform hands in at once: the manifest's columns and rows, and the papers beside them."""
