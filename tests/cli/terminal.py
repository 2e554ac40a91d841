"""Commands typed at a terminal: what they say, and how they end."""

import asyncio
import io
import sys
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from config.settings import PREFIX
from server.cli.main import main
from tests.world.application import World
from tests.world.commands import DEADLINE, Said
from tests.world.installation import environment
from tests.world.runs import PROJECT

_OF_FILES_ALONE = ("check", "new", "schema")


def run_here(*words: str | Path, stdin: str = "") -> Said:
    """A command that awaits nothing, in this process: most of a short one's time is its start."""
    out, err = io.StringIO(), io.StringIO()
    argv = ["server", *map(str, words)]
    with (
        patch.object(sys, "argv", argv),
        patch.object(sys, "stdin", io.StringIO(stdin)),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            return Said(int(end.code or 0), out.getvalue(), err.getvalue())
    raise AssertionError("a command ends its process")


async def programme(
    *words: str | Path, given: Mapping[str, str] | None = None, own_process: bool = False
) -> Said:
    """One command; without `given` it knows no database and no data folder."""
    if words[0] in _OF_FILES_ALONE and not own_process:
        return run_here("programme", *words)
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
