"""What every test may ask for; each topic's fixtures live in tests/world."""

import asyncio
import os
from pathlib import Path

import pytest
import uvloop
from hypothesis import settings

_TESTS = Path(__file__).parent

# Assertions of the test world show their values as those of a test do.
pytest.register_assert_rewrite(
    *(f"tests.{folder.name}" for folder in _TESTS.iterdir() if folder.is_dir())
)

# Deadlines would judge the machine's load, not the code.
settings.register_profile("quick", deadline=None)
settings.register_profile("prove", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

pytest_plugins = [
    "tests.world.servers",
    "tests.world.application",
    "tests.world.databases",
    "tests.world.bare",
    "tests.world.market",
    "tests.world.figures",
    "tests.world.sandbox",
]

# The loop that servers and workers run on.
asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())

# With two workers the longest modules must not be the last to begin, one of them beside nothing.
_LONGEST_FIRST = ("rush", "standalone", "cli", "journeys", "line", "races", "programmes")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Stable, so that a module's tests stay together and in their order."""
    items.sort(key=lambda item: _turn(item.path.relative_to(_TESTS).parts[0]))


def _turn(folder: str) -> int:
    return _LONGEST_FIRST.index(folder) if folder in _LONGEST_FIRST else len(_LONGEST_FIRST)
