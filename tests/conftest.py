"""What every test may ask for; each topic's fixtures live in tests/world."""

import os

from hypothesis import settings

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
