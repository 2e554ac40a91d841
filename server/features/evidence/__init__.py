"""Papers of an application: uploaded, read, removed."""
