"""Papers go when they were kept as long as their edition says, and not a year earlier."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from server.features.evidence import expire
from server.features.evidence.expire import expire_papers
from server.features.evidence.figures import PaperGauges
from storage.files.names import evidence_name, preview_name
from storage.postgres.core.transaction import Tx
from storage.postgres.evidence import expire_evidence
from tests.features.evidence.conftest import Worker
from tests.world.application import World

STUCK = "UPDATE evidence SET state = 'checking', fault = 'scanner_away', checked_at = NULL WHERE id = $1"
SETTLED = "UPDATE editions SET settled_at = $2 WHERE code = $1"


async def test_papers_are_kept_to_the_end_of_their_last_year(world: World, worker: Worker) -> None:
    edition, clock, bucket = await world.publish(), world.ports.clock, world.ports.bucket
    owner, other = await world.sme(), await world.sme()
    ended, running = await owner.submitted(edition), await other.submitted(edition)
    (await owner.post(f"/applications/{ended['id']}/withdraw")).ok()
    year, path = clock.today().year, f"/applications/{ended['id']}"

    await world.fetch(SETTLED, edition, datetime(year - 10, 6, 30, tzinfo=UTC))
    await expire_papers(clock=clock)
    assert {one["state"] for one in (await owner.get(path)).ok()["evidence"]} == {"checked"}

    await world.fetch(STUCK, UUID(ended["evidence"][0]["id"]))
    await world.fetch(SETTLED, edition, datetime(year - 11, 12, 31, 12, tzinfo=UTC))
    assert await expire_papers(clock=clock) == len(ended["evidence"])
    assert await expire_papers(clock=clock) == 0

    after = (await owner.get(path)).ok()
    assert {one["state"] for one in after["evidence"]} == {"expired"}
    assert "保存期限已满" in after["evidence"][0]["message"]
    assert after["timeline"][-1]["event"] == "papers_expired"
    paper = after["evidence"][0]["id"]
    closed = await owner.get(f"{path}/evidence/{paper}/content")
    assert "保存期限已满" in closed.refused(409, "paper_closed")["detail"]
    # Drawn after its end, it is not.
    await worker.do("evidence.previews", paper=paper)
    assert await worker.waiting(paper) == ["evidence.deleted"]
    await worker.do("evidence.deleted", paper=paper)
    for name in (evidence_name, lambda *ids: preview_name(*ids, 1)):
        assert not await bucket.exists(name(UUID(ended["id"]), UUID(paper)))

    kept = (await other.get(f"/applications/{running['id']}")).ok()
    assert {one["state"] for one in kept["evidence"]} == {"checked"}


async def test_what_fails_for_one_keeps_nobody_from_their_turn(
    world: World, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition, clock = await world.publish(), world.ports.clock
    held = [await (await world.sme()).submitted(edition) for _ in range(2)]
    await world.fetch(
        "UPDATE applications SET status = 'withdrawn' WHERE id = ANY($1)",
        [UUID(one["id"]) for one in held],
    )
    first = min(held, key=lambda one: UUID(one["id"]))
    await world.fetch(SETTLED, edition, datetime(clock.today().year - 11, 6, 30, tzinfo=UTC))

    async def failing(tx: Tx, application_id: UUID) -> list[UUID]:
        if application_id == UUID(first["id"]):
            raise ValueError("a row that nobody foresaw")
        return await expire_evidence(tx, application_id)

    monkeypatch.setattr(expire, "expire_evidence", failing)
    monkeypatch.setattr(expire, "_DUE", expire._DUE.replace("LIMIT 500", "LIMIT 1"))
    assert await expire_papers(clock=clock) == len(held[1]["evidence"])
    gauges = PaperGauges()
    await gauges.refresh()
    (left,) = [metric for metric in gauges.collect() if metric.name == "shuangtui_upkeep_left"]
    assert [one.value for one in left.samples if one.labels["work"] == "retention"] == [1]
