"""Connections, transactions, schema, keys and the audit chain: what every statement needs."""
