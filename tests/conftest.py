"""What every test may ask for; each topic's fixtures live in tests/fixtures."""

pytest_plugins = [
    "tests.fixtures.servers",
    "tests.fixtures.application",
    "tests.fixtures.people",
]
