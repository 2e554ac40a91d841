"""Districts, cities and sectors as options: one value each, and what people write for it."""
