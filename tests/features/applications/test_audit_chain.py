"""Every change of an application is one line of a chain that can be checked afterwards."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.world.application import World
from tests.world.audit_chain import chain_break


async def lines_of(world: World, application_id: str) -> list[asyncpg.Record]:
    return await world.fetch(
        "SELECT * FROM audit WHERE subject_kind = 'application' AND subject_id = $1 ORDER BY seq",
        UUID(application_id),
    )


async def test_every_change_is_a_line_and_the_chain_holds(world: World) -> None:
    owner = await world.sme()
    application = await owner.ready(await world.publish())
    paper = (await owner.get(f"/applications/{application['id']}")).ok()["evidence"][0]
    (await owner.delete(f"/applications/{application['id']}/evidence/{paper['id']}")).ok(204)
    (await owner.upload(application["id"], paper["kind"])).ok(201)
    (await owner.post(f"/applications/{application['id']}/submit")).ok()
    (await owner.post(f"/applications/{application['id']}/withdraw", {"reason": "停业"})).ok()

    lines = await lines_of(world, application["id"])
    events = [line["event"] for line in lines]
    assert events == [
        "started",
        "edited",
        *["evidence_added"] * 4,
        "evidence_removed",
        "evidence_added",
        "submitted",
        "withdrawn",
    ]
    assert {str(line["actor_id"]) for line in lines} == {owner.user["id"]}
    assert chain_break(lines) is None
    shown = (await owner.get(f"/applications/{application['id']}")).ok()["timeline"]
    assert [entry["event"] for entry in shown] == events
    assert shown[-1]["comment"] == "停业"


@pytest.mark.parametrize(
    ("column", "value"),
    [("event", "paid"), ("detail", "{}"), ("actor_role", "authority"), ("actor_id", None)],
)
async def test_a_changed_line_breaks_the_chain(world: World, column: str, value: Any) -> None:
    owner = await world.sme()
    application = await owner.fill_in(await owner.draft(world.edition))
    lines: list[Any] = [dict(line) for line in await lines_of(world, application["id"])]
    assert chain_break(lines) is None
    lines[1] = lines[1] | {column: value}
    assert chain_break(lines) == 2
    assert chain_break([lines[1]]) == 1


async def test_a_removed_line_breaks_the_chain(world: World) -> None:
    owner = await world.sme()
    application = await owner.ready(world.edition)
    lines = await lines_of(world, application["id"])
    assert len(lines) == 6
    assert chain_break([*lines[:2], *lines[3:]]) == 3


async def test_all_chains_of_the_database_hold(world: World) -> None:
    await (await world.sme()).submitted(await world.publish())
    rows = await world.fetch("SELECT * FROM audit ORDER BY subject_kind, subject_id, seq")
    subjects: dict[tuple[str, UUID], list[asyncpg.Record]] = {}
    for row in rows:
        subjects.setdefault((row["subject_kind"], row["subject_id"]), []).append(row)
    assert subjects
    assert {subject: chain_break(lines) for subject, lines in subjects.items()} == dict.fromkeys(
        subjects
    )
