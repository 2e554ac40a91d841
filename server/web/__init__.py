"""Sanic plumbing: authentication, bodies, replies, idempotency, request log, rate limits."""
