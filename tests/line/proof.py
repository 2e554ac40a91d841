"""How much is tried: a small form in `make test`, thousands of lives in `make prove`."""

import os
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.line.calls import Calls
from tests.line.life import Life
from tests.line.losses import Losses
from tests.line.office import Office
from tests.line.place import Place
from tests.line.rebuilders import Rebuilders
from tests.line.reviewing import Reviewing
from tests.line.submitting import Submitting

PROVING = os.environ.get("HYPOTHESIS_PROFILE") == "prove"
LIVES = int(os.environ.get("LINE_LIVES", "1500" if PROVING else "16"))
STEPS = 50 if PROVING else 40


class Whole(Submitting, Reviewing, Office, Calls, Losses, Rebuilders):
    """Everything that may happen."""


class Calling(Submitting, Reviewing, Calls):
    """People and their calls: lost, late, twice."""


class Auditing(Submitting, Reviewing):
    """Only people, and stores that keep what they have."""


class Rebuilding(Rebuilders):
    """Submissions and rebuilders, nothing else."""


def live(kind: type[Life], place: Place, lives: int = LIVES, **more: Any) -> str:
    """Run so many lives of that kind; what was run. Raises what a life that went wrong raises."""

    class Placed(kind):  # type: ignore[misc, valid-type]  # the class is an argument
        pass

    Placed.place = place
    wanted: dict[str, Any] = {
        "max_examples": lives,
        "stateful_step_count": STEPS,
        "deadline": None,
        "database": None,
        # The same lives each time in `make test`, other ones each time in `make prove`.
        "derandomize": not PROVING,
        "suppress_health_check": list(HealthCheck),
    }
    run_state_machine_as_test(Placed, settings=settings(**(wanted | more)))
    return f"{Placed.lives} lives of {Placed.steps} steps in all, every one as the reference says"


def first_wrong(kind: type[Life], place: Place, lives: int) -> None:
    """Look for a life that goes wrong, without making it shorter."""
    live(kind, place, lives, phases=(Phase.generate,), report_multiple_bugs=False)
