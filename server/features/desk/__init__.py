"""The start page of everyone who works at a desk: what waits, what changed, what runs."""
