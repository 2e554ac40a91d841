"""The small application that these tests talk to."""

from tests.fixtures.people import people, people_dsns, people_server

__all__ = ["people", "people_dsns", "people_server"]
