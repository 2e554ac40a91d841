"""When a platform's applications crowd into the last hours of an edition (突击申报)."""

from datetime import timedelta
from typing import Final

WINDOW: Final = timedelta(hours=24)
"""The last hours before an edition ends."""
BEFORE: Final = timedelta(days=14)
"""What they are compared with: the days before these hours."""
LEAST: Final = 20
"""Fewer in the last hours are no burst, however quiet it was before."""
TIMES: Final = 5
"""So many times as many as in an average day before."""
COUNTED: Final = 5_000
"""More than so many in the last hours are counted as so many."""
COUNTED_BEFORE: Final = COUNTED * (BEFORE // WINDOW) // TIMES + 1
"""From so many before on, no number that is counted stands out."""


def is_burst(late: int, before: int) -> bool:
    """Whether `late` applications in the last hours stand out from `before` in the days before."""
    return late >= LEAST and late * BEFORE >= TIMES * before * WINDOW
