"""Sums that differ lead to the claims; only what the claims prove has a ranking built anew."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from models.rules.line.ranking import RankingReport, Standing
from server.features.quota.check import SumsWatch
from server.features.quota.compare import compare_claims
from server.features.quota.ranking import RankedMarks, Ranker
from storage.redis.quota import QuotaRedis
from tests.features.quota.ranked import CLAIMS, Harm, Line, make_line
from tests.world.application import World


@pytest_asyncio.fixture(loop_scope="session")
async def line(world: World) -> Line:
    return await make_line(world)


async def look(line: Line, watch: SumsWatch, quota: QuotaRedis | None = None) -> bool:
    """One round of the worker's check; whether it demanded a rebuild."""
    found = await watch.check(quota=quota or line.quota, pools=[line.pool_id])
    return found == [line.pool_id]


async def a_claim_that_the_database_forgot(line: Line) -> None:
    """Submitted after the backup that was restored; it stands first in the line."""
    claim = await line.claim(0)
    stranger = replace(claim, claim_id=uuid4(), key="0" * 39, version=1)
    await line.quota.apply(line.pool_id, stranger)


async def a_change_that_the_database_forgot(line: Line) -> None:
    claim = await line.claim(0)
    await line.quota.apply(line.pool_id, replace(claim, live=False, version=claim.version + 1))


async def a_change_that_the_ranking_lost(line: Line) -> None:
    """By hand, in the same run of the same server, and nobody moved: no other sign tells."""
    copy = await line.copy()
    claim = await line.claim(CLAIMS - 1)
    await line.world.fetch(
        "UPDATE claims SET amount_fen = 1, version = version + 1, ranked_version = version + 1"
        " WHERE id = $1",
        claim.claim_id,
    )
    await line.quota.apply(line.pool_id, await line.claim(CLAIMS - 1))
    await line.fall_back(copy)


async def the_same_version_of_another_history(line: Line) -> None:
    claim = await line.claim(0)
    await line.world.fetch(
        "UPDATE claims SET amount_fen = amount_fen + 1 WHERE id = $1", claim.claim_id
    )


async def sums_that_no_claim_bears_out(line: Line) -> None:
    claim = await line.claim(0)
    await line.world.fetch(
        "INSERT INTO claims SELECT r.* FROM claims c, jsonb_populate_record(c, jsonb_build_object("
        " 'id', gen_random_uuid(), 'application_id', gen_random_uuid(), 'version', 0,"
        " 'ranked_version', 0, 'sequence', nextval('claim_sequence'))) r WHERE c.id = $1",
        claim.claim_id,
    )


HARMS: list[tuple[Harm, str]] = [
    (a_claim_that_the_database_forgot, "newer"),
    (a_change_that_the_database_forgot, "newer"),
    (a_change_that_the_ranking_lost, "lost"),
    (the_same_version_of_another_history, "contents"),
    (sums_that_no_claim_bears_out, "sums"),
]


@pytest.mark.parametrize(("harm", "kind"), HARMS, ids=lambda one: getattr(one, "__name__", one))
async def test_what_the_claims_prove_is_mended(line: Line, harm: Harm, kind: str) -> None:
    await harm(line)
    watch = SumsWatch()
    assert not await look(line, watch), "once is not enough"
    assert await line.repair() == [], "nothing else sees it"
    assert await differs(line), "the control: without this detector it stays as it is"

    assert await look(line, watch)
    assert await line.repair() == [line.pool_id]

    assert not await differs(line)
    assert await line.is_right()
    assert await line.differences() == {kind: 1}
    assert not await look(line, watch)
    assert not await look(line, watch)


async def differs(line: Line) -> bool:
    report = await line.quota.report(line.pool_id)
    live = [row for row in await line.rows() if row["live"]]
    versions = sum(row["version"] for row in live)
    amounts = sum(row["amount_fen"] for row in live)
    return (report.claims, report.versions, report.amounts_fen) != (len(live), versions, amounts)


async def test_calls_under_way_are_never_taken_for_a_difference(line: Line) -> None:
    """However long they take, and whether the sums differ in one way or another each time."""
    watch = SumsWatch()
    waiting = []
    for round_number in range(8):
        place = round_number % 3
        if round_number < 6:
            waiting.append(await line.end(place, told=False))
            await line.world.fetch(
                "UPDATE claims SET live = true, version = version + 1, touched_at = now()"
                " WHERE id = $1",
                waiting[-1].claim_id,
            )
        assert not await look(line, watch)
    assert await differs(line)
    report = await line.quota.report(line.pool_id)
    assert await compare_claims(line.pool_id, report.epoch, quota=line.quota) == {}
    for place in range(3):
        await line.quota.apply(line.pool_id, await line.claim(place))
    assert not await differs(line)
    assert await line.differences() == {}


@dataclass(frozen=True)
class Racing(QuotaRedis):
    """Rows go on changing, and the ranking is told, between its readings and those of the rows."""

    line: Line = field(kw_only=True)

    async def report(self, pool_id: UUID) -> RankingReport:
        found = await super().report(pool_id)
        await self.change(1)
        return found

    async def standings(
        self, pool_id: UUID, claim_ids: Sequence[UUID]
    ) -> tuple[Standing | None, ...]:
        await self.change(2)
        return await super().standings(pool_id, claim_ids)

    async def change(self, place: int) -> None:
        """One more version, committed, told and confirmed."""
        claim = await self.line.claim(place)
        await self.line.world.fetch(
            "UPDATE claims SET version = version + 1 WHERE id = $1", claim.claim_id
        )
        await self.line.quota.apply(self.line.pool_id, await self.line.claim(place))
        await self.line.world.fetch(
            "UPDATE claims SET ranked_version = version WHERE id = $1", claim.claim_id
        )


async def test_what_changes_between_two_readings_proves_nothing(line: Line) -> None:
    racing = Racing(line.quota.client, line.quota.keys, line=line)
    watch = SumsWatch()
    for _ in range(8):
        assert not await look(line, watch, racing)
    report = await line.quota.report(line.pool_id)
    assert await compare_claims(line.pool_id, report.epoch, quota=racing) == {}
    assert await line.differences() == {}


async def test_a_version_above_the_row_that_was_just_written_is_a_proof_by_itself(
    line: Line,
) -> None:
    """The server that writes it learns it at once; the row never says more than it is."""
    await a_change_that_the_database_forgot(line)
    claim = replace(await line.claim(0), epoch=(await line.pool())["epoch"])
    marks = RankedMarks()
    standing = await Ranker(line.quota, marks).rank(line.pool_id, claim)
    assert standing.version == claim.version + 1
    assert await line.repair() == [], "the control: nobody has said it yet"

    await marks.flush()

    (row,) = await line.world.fetch(
        "SELECT version, ranked_version FROM claims WHERE id = $1", claim.claim_id
    )
    assert row["ranked_version"] == row["version"]
    assert await line.repair() == [line.pool_id]
    assert await line.is_right()
    assert await line.differences() == {"newer": 1}


async def test_a_version_that_is_above_only_for_a_moment_proves_nothing(line: Line) -> None:
    """Two servers change a claim: the first asks last and learns of the second's version."""
    old = replace(await line.claim(0), epoch=(await line.pool())["epoch"])
    await line.end(0)
    marks = RankedMarks()
    standing = await Ranker(line.quota, marks).rank(line.pool_id, old)
    assert standing.version == old.version + 1
    await marks.flush()
    assert await line.repair() == []
    assert await line.differences() == {}


async def test_what_was_seen_of_an_earlier_generation_demands_nothing(line: Line) -> None:
    await a_change_that_the_database_forgot(line)
    claim = replace(await line.claim(0), epoch=(await line.pool())["epoch"])
    marks = RankedMarks()
    await Ranker(line.quota, marks).rank(line.pool_id, claim)
    await line.set_pool("ranked_run_id = NULL")
    assert await line.repair() == [line.pool_id]
    await marks.flush()
    assert await line.repair() == []
    assert await line.differences() == {}
