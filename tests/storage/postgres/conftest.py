"""A database with the schema, as its owner and as the server's role."""

from tests.fixtures.people import people_dsns

__all__ = ["people_dsns"]
