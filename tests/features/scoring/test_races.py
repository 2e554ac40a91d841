"""A score against the closing, two closings, two lines; and what would happen without the locks."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from server.features.scoring import close as close_module
from server.features.scoring import draw as draw_module
from server.features.scoring import score as score_module
from storage.postgres import scores
from storage.postgres.core.transaction import Tx
from tests.features.scoring.contest import Contest, contest
from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.installation import until
from tests.world.review_steps import review_of

REASON = {"reason": "提前评审"}
WAITING = """
SELECT 1 FROM pg_stat_activity
 WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%scored_places%'
"""


async def waits(world: World) -> bool:
    return bool(await world.fetch(WAITING))


async def kept_and_frozen(made: Contest) -> tuple[int, int]:
    """The sum of the points on record, and the sum in the ranking."""
    (kept,) = await made.world.fetch(
        "SELECT sum(s.total)::int AS points FROM scores s JOIN reviews r ON r.id = s.review_id"
        " WHERE r.application_id::text = $1",
        made.entries[0]["id"],
    )
    (place,) = (await made.shown())["ranking"]
    return kept["points"], place["points_sum"]


async def test_a_score_is_counted_or_refused(world: World) -> None:
    made = await contest(world, 1, 4)
    await made.all_score((10, 20, 30, 40))
    review = await review_of(made.experts[0], made.entries[0], "score")
    path = f"/reviews/{review['id']}/score"
    body = {"scores": {"benefit": 60, "copy": 40}}
    scoring = [expert.post(path, body) for expert in made.experts]
    closed, *scored = await asyncio.gather(made.close(), *scoring)
    closed.ok()
    for answer in scored:
        if answer.status != 200:
            answer.refused(409, "scoring_closed")
    kept, frozen = await kept_and_frozen(made)
    assert kept == frozen


async def score_while_closing(
    made: Contest, world: World, monkeypatch: pytest.MonkeyPatch, *, until_closed: bool
) -> tuple[Answer, Answer]:
    """The score stands before its write when the closing begins; both answers."""
    begun, closing = asyncio.Event(), asyncio.Event()

    async def slowly(tx: Tx, review_id: UUID, expert_id: UUID, *given: Any, **more: Any) -> None:
        begun.set()
        async with asyncio.timeout(60):
            await closing.wait()
            if not until_closed:
                await until(lambda: waits(world), "the closing waits for the row")
        await scores.save_score(tx, review_id, expert_id, *given, **more)

    monkeypatch.setattr(score_module, "save_score", slowly)
    score = asyncio.create_task(made.score(made.experts[0], made.entries[0], (60, 40)))
    await begun.wait()
    close = asyncio.create_task(made.close())
    if until_closed:
        await close
    closing.set()
    return await score, await close


async def test_the_closing_waits_for_a_score_under_way(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await contest(world, 1)
    await made.all_score((10, 20))
    scored, closed = await score_while_closing(made, world, monkeypatch, until_closed=False)
    scored.ok()
    assert closed.ok()["ranking"][0]["points_sum"] == 120
    assert await kept_and_frozen(made) == (120, 120)


async def test_without_the_rows_lock_a_score_would_be_lost(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlocked = close_module._HOLD_UNPLACED.replace("FOR NO KEY UPDATE OF a", "")
    made = await contest(world, 1)
    await made.all_score((10, 20))
    monkeypatch.setattr(close_module, "_HOLD_UNPLACED", unlocked)
    scored, closed = await score_while_closing(made, world, monkeypatch, until_closed=True)
    scored.ok()
    assert closed.ok()["ranking"][0]["points_sum"] == 30
    assert await kept_and_frozen(made) == (120, 30), "promised, and not in the ranking"


async def two(world: World, made: Contest, path: str, body: Any) -> list[Answer]:
    people: list[Person] = [
        made.authority,
        await world.new_staff("authority", edition_code=made.edition),
    ]
    acts = [person.post(f"{made.path}/{path}", body) for person in people]
    return sorted(await asyncio.gather(*acts), key=lambda answer: answer.status)


async def test_of_two_closings_and_two_lines_one_wins(world: World) -> None:
    made = await contest(world, 3)
    await made.all_score((70, 70), (80, 80), (90, 90))
    won, lost = await two(world, made, "close", REASON)
    assert won.ok()["round"] == 1
    lost.refused(409, "scoring_closed")
    won, lost = await two(world, made, "line", {"chosen": 1, "reason": "按预算"})
    won.ok()
    lost.refused(409, "line_drawn")
    rows = await world.fetch(
        "SELECT l.event, count(*)::int AS n FROM audit l JOIN applications a"
        " ON a.id = l.subject_id WHERE a.edition_id = $1 AND l.event LIKE 'score.%'"
        " GROUP BY 1 ORDER BY 1",
        made.edition,
    )
    assert [tuple(row) for row in rows] == [("score.passed", 1), ("score.rejected", 2)]


async def test_without_the_rounds_lock_both_lines_would_be_drawn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both find the round undrawn; only the reviews' own state stops the second one then."""
    made = await contest(world, 1)
    await made.all_score((70, 70))
    (await made.close()).ok()
    both = asyncio.Barrier(2)
    real = draw_module._closed_round

    async def meet(tx: Tx, code: str, track: str) -> Any:
        found = await real(tx, code, track)
        async with asyncio.timeout(30):
            await both.wait()
        return found

    async def nothing(tx: Tx, edition: str, track: str) -> None:
        return None

    monkeypatch.setattr(draw_module, "hold_round", nothing)
    monkeypatch.setattr(draw_module, "_closed_round", meet)
    body = {"chosen": 0, "reason": "按预算"}
    answers = await two(world, made, "line", body)
    assert [answer.status for answer in answers] == [200, 200]
    lines = await world.fetch(
        "SELECT 1 FROM audit l JOIN scorings s ON s.id = l.subject_id"
        " WHERE s.edition_id = $1 AND l.event = 'scoring.lined'",
        made.edition,
    )
    assert len(lines) == 2
