"""A batch whose worker is killed ten times, its stores away in turn, comes to what it would else."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from server.clock import Clock
from server.features.batches.manifest_columns import columns_for
from server.features.evidence.sweep import sweep_files
from tests.rush.size import PROVING
from tests.world.application import demo_definition
from tests.world.archives import packed
from tests.world.batch_outcome import Outcome, outcome_of
from tests.world.client_batches import TRACK, Office, office, posted
from tests.world.commands import command
from tests.world.installation import Installation, installation, publish, until
from tests.world.real_batch import real_batch
from tests.world.servers import Embedded

pytestmark = [
    pytest.mark.skipif(not PROVING, reason="two installations and a batch in each: make prove"),
    pytest.mark.timeout(1_800),
]

_FIRMS, _KILLS, _PLACES = 60, 10, 20
_SEED = 12
_MOST_OF_A_ROW = 12
"""Objects: its papers, and a preview of each page."""
_PROGRESS = """
SELECT count(*) FILTER (WHERE state <> 'waiting')
     + count(*) FILTER (WHERE state IN ('accepted', 'rejected', 'skipped')) AS done
  FROM batch_rows WHERE batch_id = $1
"""
_WITHIN_S = 240.0

Files = tuple[bytes, bytes]


class Stage:
    """One batch on one installation: handed in, worked off, swept, told."""

    def __init__(self, place: Installation, at: Office, batch: dict[str, Any]) -> None:
        self.place, self.at, self.batch = place, at, batch

    async def done(self) -> int:
        """Rows checked and rows decided, twice the rows at the end."""
        (row,) = await self.at.world.fetch(_PROGRESS, UUID(self.batch["id"]))
        return int(row["done"])

    async def reached(self, mark: int) -> None:
        await until(lambda: self._reached(mark), f"{mark} steps are done", _WITHIN_S)

    async def _reached(self, mark: int) -> bool:
        return await self.done() >= mark

    async def ended(self) -> Outcome:
        await until(self._is_done, "the batch is done", _WITHIN_S)
        await until(self._agrees, "the line agrees with the rule")
        return await outcome_of(self.at, self.batch)

    async def _is_done(self) -> bool:
        return bool((await self.at.shown(self.batch))["status"] == "done")

    async def _agrees(self) -> bool:
        checked = await command(self.at.world, "quota", "check", self.at.edition)
        return checked.status == 0

    async def kill_worker(self) -> None:
        await self.place.kill("worker")
        await self.place.start("worker")

    async def lose_files(self) -> None:
        """Papers cannot be stored: the batch stands until they can."""
        said = self._waited()
        await self.place.kill("s3")
        await until(lambda: self._waits(said), "the batch waits for the store", _WITHIN_S)
        await self.place.start("s3")

    async def _waits(self, said: int) -> bool:
        return self._waited() > said

    def _waited(self) -> int:
        return self.place.log_of("worker").count("batches waits: StoreUnavailable: files")

    async def lose_line(self) -> None:
        """Claims are PostgreSQL's: the batch goes on, and is ranked once Redis is there again."""
        await self.place.kill("valkey")
        await self.reached(await self.done() + 4)
        await self.place.start("valkey")

    async def swept(self) -> tuple[int, int, int]:
        """Orphans at first, then once those are gone, and papers without their file or pictures."""
        bucket, later = (
            self.at.world.ports.bucket,
            Clock(lambda: datetime.now(UTC) + timedelta(hours=3)),
        )
        async with self.at.world.as_owner():
            first = await sweep_files(bucket=bucket, clock=later, mend=True)
            second = await sweep_files(bucket=bucket, clock=later, mend=False)
        lost = sum(found.lost.count + found.unseen.count for found in (first, second))
        return first.orphans.count, second.orphans.count, lost


async def _handed_in(place: Installation, files: Files | None) -> tuple[Stage, Files]:
    edition = await publish(place.world, "kills", places=_PLACES)
    at = await office(place.world, edition=edition)
    if files is None:
        async with place.world.as_owner():
            asked = await columns_for(edition, TRACK, platform_id=at.platform_id)
        definition, now = demo_definition(), datetime.now(UTC)
        made = real_batch(definition, asked.track, asked.columns, now=now, firms=_FIRMS)
        files = made.manifest, packed(made.files())
    batch = (await posted(at.person, edition, *files, name="客户.xlsx")).ok(202)
    return Stage(place, at, batch), files


def _faults(stage: Stage, random: Random) -> Iterator[tuple[int, Callable[[], Awaitable[None]]]]:
    """At which step which: kills anywhere, the store while papers are taken, Redis in the import."""
    marks = random.sample(range(1, 2 * _FIRMS - 15), _KILLS)
    faults = [(mark, stage.kill_worker) for mark in marks]
    faults += [(_FIRMS // 3, stage.lose_files), (_FIRMS + _FIRMS // 3, stage.lose_line)]
    yield from sorted(faults, key=lambda fault: fault[0])


async def test_a_batch_that_is_disturbed_comes_to_the_same(embedded: Embedded) -> None:
    async with installation(embedded, "calm") as place:
        calm_stage, files = await _handed_in(place, None)
        calm = await calm_stage.ended()
        # Papers that were taken for rows that a rule then refused.
        of_refused, left, lost = await calm_stage.swept()
        assert (left, lost) == (0, 0)
    async with installation(embedded, "storm") as place:
        stage, _ = await _handed_in(place, files)
        for mark, fault in _faults(stage, Random(_SEED)):
            await stage.reached(mark)
            await fault()
            assert not await stage._is_done(), "the disturbance came too late"
        storm = await stage.ended()
        with_killed, left, lost = await stage.swept()
        assert (left, lost) == (0, 0)
        # And what a killed worker had stored for a row that was then taken up anew.
        assert of_refused <= with_killed <= of_refused + _MOST_OF_A_ROW * (_KILLS + 1)
        assert calm.differing(storm) == []
        assert calm.batch["accepted"] > _PLACES, "some wait"
        await place.world.fetch(
            "UPDATE payments SET amount_fen = amount_fen + 1 WHERE id ="
            " (SELECT p.id FROM payments p ORDER BY p.id LIMIT 1)"
        )
        assert len(calm.differing(await outcome_of(stage.at, stage.batch))) == 1
