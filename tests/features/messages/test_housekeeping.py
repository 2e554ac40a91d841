"""What nobody needs any more goes: bytes without a row, records of repeats, job logs, pushes."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from server.clock import Clock
from server.features.evidence.erase_object import erase_object
from server.features.evidence.orphans import ORPHAN_AFTER
from server.features.evidence.tend import tend_files
from server.features.messages.check_templates import check_templates
from server.ports import Ports
from storage.files.names import evidence_name
from storage.postgres.core.prune import prune
from tests.features.messages.conftest import until
from tests.world.application import World


async def uploaded(world: World) -> tuple[Any, dict[str, Any], str]:
    """A draft's first paper: its owner, the paper, the name of its object."""
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    paper = (await owner.upload(draft["id"], draft["missing"][0]["kind"])).ok(201)
    (row,) = await world.fetch("SELECT object_name FROM evidence WHERE id = $1", paper["id"])
    return owner, {"draft": draft["id"], "id": paper["id"]}, row["object_name"]


async def test_the_bytes_of_a_removed_paper_go(world: World, ports: Ports, worker: None) -> None:
    owner, paper, name = await uploaded(world)
    assert await ports.bucket.exists(name)
    (await owner.delete(f"/applications/{paper['draft']}/evidence/{paper['id']}")).ok(204)

    async def gone() -> bool:
        return not await ports.bucket.exists(name)

    await until(gone, "the object is deleted")


async def test_a_paper_that_was_not_removed_keeps_its_bytes(
    world: World, ports: Ports, as_worker: None
) -> None:
    _, paper, name = await uploaded(world)
    await erase_object(paper["id"], bucket=ports.bucket)
    assert await ports.bucket.exists(name)


async def test_only_old_bytes_without_a_row_are_swept(
    world: World, ports: Ports, as_worker: None
) -> None:
    _, _, known = await uploaded(world)
    orphan, content = evidence_name(uuid4(), uuid4()), b"cut off before its commit"
    await ports.bucket.put(
        orphan,
        content,
        content_type="application/pdf",
        sha256=hashlib.sha256(content).hexdigest(),
    )
    now = ports.clock.now()

    await tend_files(bucket=ports.bucket, clock=Clock(lambda: now))
    assert await ports.bucket.exists(orphan), "an upload may still be on its way to its commit"

    later = now + ORPHAN_AFTER + timedelta(minutes=1)
    found = await tend_files(bucket=ports.bucket, clock=Clock(lambda: later))
    assert found.orphans.count >= 1
    assert not await ports.bucket.exists(orphan)
    assert await ports.bucket.exists(known)


async def test_old_records_go_and_young_ones_stay(
    world: World, ports: Ports, as_worker: None
) -> None:
    now, mine = ports.clock.now(), uuid4().hex
    for name, age in (("old", timedelta(days=40)), ("young", timedelta(hours=1))):
        await world.fetch(
            "INSERT INTO idempotency_records (key_hash, body_hash, status, created_at)"
            " VALUES ($1, 'x', 200, $2)",
            f"{mine}-{name}",
            now - age,
        )
        await world.fetch(
            "INSERT INTO push_events (id, dedupe_key, event, body, received_at, processed_at)"
            " VALUES ($1, $2, 'debug_demo', '{}', $3, $3)",
            uuid4(),
            f"{mine}-{name}",
            now - age,
        )
    await world.fetch(
        "INSERT INTO push_events (id, dedupe_key, event, body, received_at)"
        " VALUES ($1, $2, 'debug_demo', '{}', $3)",
        uuid4(),
        f"{mine}-unprocessed",
        now - timedelta(days=40),
    )

    deleted = await prune(now)

    assert deleted["idempotency_records"] >= 1
    keys = await world.fetch(
        "SELECT key_hash AS key FROM idempotency_records WHERE key_hash LIKE $1 || '%'"
        " UNION ALL SELECT dedupe_key FROM push_events WHERE dedupe_key LIKE $1 || '%'",
        mine,
    )
    left = sorted(row["key"].removeprefix(f"{mine}-") for row in keys)
    assert left == ["unprocessed", "young", "young"]


async def test_templates_that_the_account_lacks_raise_the_alarm(
    world: World, ports: Ports, caplog: Any
) -> None:
    assert await check_templates(wechat=ports.wechat, catalogue=ports.catalogue)
    template = ports.catalogue.templates["result"]
    stranger = type(template)("x" * 43, template.title, template.type, template.keywords)
    lacking = replace(ports.catalogue, templates={"result": stranger}, messages={})
    assert not await check_templates(wechat=ports.wechat, catalogue=lacking)
    assert "x" * 43 in caplog.text
