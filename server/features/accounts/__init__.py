"""A person's own account: what is held of them, taken along, closed; erasing is one procedure."""
