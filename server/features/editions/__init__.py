"""What the authority does to a running edition: changes its pools, closes it for good."""
