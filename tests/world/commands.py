"""Commands of an operator beside a running application, each a process of its own."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from dataclasses import dataclass

from config.settings import PREFIX
from tests.world.application import World
from tests.world.installation import environment
from tests.world.runs import PROJECT

DEADLINE = 60


@dataclass(frozen=True)
class Said:
    """The exit status, and what stood on either stream."""

    status: int | None
    out: str
    err: str


async def staff(world: World, *words: str, stdin: str = "", **changes: str) -> Said:
    """`staff …`; `changes` go to the application's settings, by their names."""
    return await command(world, "staff", *words, stdin=stdin, **changes)


async def command(world: World, *words: str, stdin: str = "", **changes: str) -> Said:
    """The same for any command."""
    given = environment(world.settings) | {PREFIX + name: at for name, at in changes.items()}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", *words),
        cwd=PROJECT,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nowhere", **given},
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(stdin.encode()), DEADLINE)
    return Said(process.returncode, out.decode(), err.decode())
