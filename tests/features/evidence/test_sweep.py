"""Store and rows compared both ways: told before anything is deleted."""

import hashlib
from datetime import timedelta
from uuid import UUID, uuid4

from server.clock import Clock
from server.features.evidence.sweep import sweep_files
from storage.files.names import evidence_name, preview_name
from tests.features.evidence.conftest import Worker
from tests.world.application import World
from tests.world.commands import command


async def put(world: World, name: str) -> str:
    content = b"cut off before its commit"
    await world.ports.bucket.put(
        name,
        content,
        content_type="application/pdf",
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return name


async def test_both_directions_are_told_before_anything_goes(world: World, worker: Worker) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    kept, lost = [(await owner.upload(draft["id"], "service_contract")).ok(201) for _ in range(2)]
    application, bucket = UUID(draft["id"]), world.ports.bucket
    await worker.do("evidence.previews", paper=kept["id"])
    orphans = {
        await put(world, evidence_name(application, uuid4())),
        await put(world, preview_name(application, uuid4(), 1)),
        await put(world, "previews/what is no name"),
        await put(world, "evidence/nor this"),
    }
    there = {
        evidence_name(application, UUID(kept["id"])),
        preview_name(application, UUID(kept["id"]), 1),
    }
    await bucket.delete(evidence_name(application, UUID(lost["id"])))
    cut_off = evidence_name(application, uuid4())
    await bucket.in_thread(lambda: bucket.parts.begin(cut_off, "application/pdf"))
    now = world.ports.clock.now()

    young = await sweep_files(bucket=bucket, clock=Clock(lambda: now), mend=True)
    assert orphans.isdisjoint({orphan.name for orphan in young.orphans.first})
    assert cut_off not in {one.name for one in young.unfinished}

    later = Clock(lambda: now + timedelta(hours=2))
    told = await sweep_files(bucket=bucket, clock=later, mend=False)
    assert orphans <= {orphan.name for orphan in told.orphans.first}
    assert there.isdisjoint({orphan.name for orphan in told.orphans.first})
    assert cut_off in {one.name for one in told.unfinished}
    assert lost["id"] in {str(paper.id) for paper in told.lost.first}
    assert kept["id"] not in {str(paper.id) for paper in told.lost.first}
    assert [await bucket.exists(name) for name in orphans] == [True] * 4

    await sweep_files(bucket=bucket, clock=later, mend=True)
    left = await bucket.in_thread(lambda: bucket.parts.unfinished("evidence/"))
    assert cut_off not in {one.name for one in left}
    assert [await bucket.exists(name) for name in orphans] == [False] * 4
    assert [await bucket.exists(name) for name in there] == [True] * 2

    said = await command(world, "files", "sweep")
    assert (said.status, "有记录、没有文件的材料" in said.out) == (1, True), said
    path = f"/applications/{draft['id']}/evidence/{lost['id']}"
    closed = await owner.get(f"{path}/content")
    assert "从备份恢复" in closed.refused(409, "paper_closed")["detail"]
    (await owner.delete(path)).ok(204)
