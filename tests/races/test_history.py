"""Two applications of one firm at the same moment share a cap; and what would happen unguarded."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from server.features.applications import history as history_module
from storage.postgres.core.transaction import Tx
from storage.postgres.money.history import read_history
from tests.features.applications.whole_rules import LISHUI, firm_in, published, ready, submit
from tests.world.application import World
from tests.world.client import Answer

CAP = 5_000_000


async def awards_at_once(world: World, most: int) -> list[int]:
    """That many applications under one cap in total, submitted at once, each good for all of it."""
    owner = await world.sme()
    firm = await firm_in(owner, LISHUI)
    drafts = [
        await ready(
            owner,
            await published(world, LISHUI),
            "park-rent",
            firm,
            support_year=year,
            rent_fen=CAP,
        )
        for year in range(1, most + 1)
    ]
    answers = await asyncio.gather(*(submit(owner, draft) for draft in drafts))
    return [_award(answer) for answer in answers]


def _award(answer: Answer) -> int:
    """Nothing is due to who comes when the cap is used up."""
    if answer.status == 409:
        answer.refused(409, "ineligible")
        return 0
    return int(answer.ok()["award_fen"])


async def test_together_they_get_no_more_than_the_cap(world: World) -> None:
    # 70 %, 50 % and 30 % of the cap: more than all of it in every order.
    awards = await awards_at_once(world, 3)
    assert sum(awards) == CAP
    assert max(awards) > 0


async def test_without_the_lock_each_would_see_nothing_of_the_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_read = asyncio.Barrier(2)

    async def held_by_nobody(*_: Any) -> None:
        return None

    async def read_together(tx: Tx, *which: Any, year: int, apart_from: UUID) -> Any:
        row = await read_history(tx, *which, year=year, apart_from=apart_from)
        async with asyncio.timeout(30):
            await both_read.wait()
        return row

    monkeypatch.setattr(history_module, "hold_history", held_by_nobody)
    monkeypatch.setattr(history_module, "read_history", read_together)
    assert sorted(await awards_at_once(world, 2)) == [CAP * 5 // 10, CAP * 7 // 10]
