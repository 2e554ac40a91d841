"""`programme close`: a clerk closes an edition from the shell, with a reason that is told."""

import asyncio
import sys
from asyncio.subprocess import PIPE, STDOUT

from tests.features.editions.closing import edition_row
from tests.world.application import World
from tests.world.installation import environment
from tests.world.sandbox import PROJECT

DEADLINE = 60


async def programme(world: World, *words: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", "programme", *words),
        cwd=PROJECT,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nowhere", **environment(world.settings)},
        stdout=PIPE,
        stderr=STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), DEADLINE)
    return process.returncode, said.decode()


async def test_a_clerk_closes_an_edition_once(world: World) -> None:
    edition = await world.publish()
    status, said = await programme(world, "close", edition, "--reason", "预算用完")
    assert (status, "已关闭" in said) == (0, True), said
    first = (await edition_row(world, edition))["closed_at"]
    assert first is not None
    status, said = await programme(world, "close", edition, "--reason", "再次")
    assert (status, "没有变化" in said) == (0, True), said
    assert (await edition_row(world, edition))["closed_at"] == first
    lines = await world.fetch(
        "SELECT l.actor_role, w.text FROM audit l JOIN audit_comments w ON w.audit_id = l.id"
        " JOIN editions e ON e.current_version_id = l.subject_id"
        " WHERE e.code = $1 AND l.event = 'edition.closed'",
        edition,
    )
    assert [tuple(line) for line in lines] == [("operator", "预算用完")]


async def test_one_that_nobody_knows_is_not_closed(world: World) -> None:
    assert (await programme(world, "close", "nobody-2000", "--reason", "预算用完"))[0] == 1


async def test_without_a_word_of_reason_nothing_is_closed(world: World) -> None:
    edition = await world.publish()
    status, said = await programme(world, "close", edition, "--reason", "  ")
    assert (status, "不能为空" in said) == (2, True), said
    assert (await edition_row(world, edition))["closed_at"] is None
