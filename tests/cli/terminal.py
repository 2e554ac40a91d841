"""`programme …` typed at a terminal: what it says, and how it ends."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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


async def programme(*words: str | Path, given: Mapping[str, str] | None = None) -> Said:
    """One command; without `given` it knows no database and no data folder."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", "programme", *map(str, words)),
        cwd=PROJECT,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nowhere", **(given or {})},
        stdout=PIPE,
        stderr=PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), DEADLINE)
    return Said(process.returncode, out.decode(), err.decode())


def owners_environment(world: World) -> dict[str, str]:
    """The variables of an installation, with the database's owner."""
    return {**environment(world.settings), f"{PREFIX}OWNER_DSN": world.owner}
