"""ZIP archives read where they lie in the object store, a range at a time, never unpacked to disk."""
