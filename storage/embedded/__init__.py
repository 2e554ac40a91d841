"""A private PostgreSQL, Valkey and S3 server for one machine, from wheels."""
