"""Papers of an application: upload, read, remove."""
