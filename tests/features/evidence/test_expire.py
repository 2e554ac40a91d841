"""Papers go when they were kept as long as their edition says, and not a year earlier."""

from datetime import UTC, datetime
from uuid import UUID

from server.features.evidence.expire import expire_papers
from storage.files.names import evidence_name, preview_name
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
    assert await worker.waiting(paper) == ["evidence.deleted"]
    await worker.do("evidence.deleted", paper=paper)
    for name in (evidence_name, lambda *ids: preview_name(*ids, 1)):
        assert not await bucket.exists(name(UUID(ended["id"]), UUID(paper)))

    kept = (await other.get(f"/applications/{running['id']}")).ok()
    assert {one["state"] for one in kept["evidence"]} == {"checked"}
