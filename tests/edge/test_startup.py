"""What a process prepares at its start, with stores that come later."""

import pytest

from server.edge.startup import prepare, prepare_later
from storage.errors import StoreUnavailable


class Step:
    """Answers once its store has been asked `silent` times."""

    def __init__(self, silent: int) -> None:
        self.silent = silent
        self.done = 0

    async def __call__(self) -> None:
        if self.silent:
            self.silent -= 1
            raise StoreUnavailable("postgres")
        self.done += 1


async def test_a_silent_store_holds_up_nothing_else() -> None:
    late, early = Step(silent=1), Step(silent=0)

    assert await prepare([late, early]) == [late]
    assert (late.done, early.done) == (0, 1)


async def test_it_is_tried_until_it_is_done_and_then_no_more() -> None:
    late, later = Step(silent=2), Step(silent=3)

    await prepare_later([late, later], every_s=0)

    assert (late.done, later.done) == (1, 1)


async def test_what_is_wrong_for_good_ends_the_start() -> None:
    async def refuse() -> None:
        raise ValueError("an evicting Redis")

    with pytest.raises(ValueError, match="evicting"):
        await prepare([refuse])
