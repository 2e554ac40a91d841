"""One file per accepted type: how to know it by its first bytes, and whether it is whole."""
