"""What every test may ask for; each topic's fixtures live in tests/world."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Assertions of the test world show their values as those of a test do.
pytest.register_assert_rewrite(
    *(f"tests.{folder.name}" for folder in Path(__file__).parent.iterdir() if folder.is_dir())
)

# Deadlines would judge the machine's load, not the code.
settings.register_profile("quick", deadline=None)
settings.register_profile("prove", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

pytest_plugins = [
    "tests.world.servers",
    "tests.world.application",
    "tests.world.people",
    "tests.world.figures",
]
