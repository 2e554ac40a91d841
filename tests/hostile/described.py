"""Runs schemathesis against an installation, as one person after another, in a process of its own."""

import asyncio
import json
import re
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.admission import ADMITTED
from tests.world.doors import Door
from tests.world.neighbours import Side

_PROGRAM = Path(sys.executable).with_name("schemathesis")
_CONFIG = Path(__file__).with_name("schemathesis.toml")
_GENERATED = re.compile(r"([0-9,]+) generated")
_NOBODY = "nobody"
_PREFERRED = ("enterprise", "platform", "auditor", "authority")


@dataclass(frozen=True)
class Said:
    """How a run ended, what it wrote, and how many cases it tried."""

    ended: int
    wrote: str

    @property
    def cases(self) -> int:
        found = _GENERATED.search(self.wrote)
        return int(found[1].replace(",", "")) if found else 0


def visitors(doors: Sequence[Door]) -> dict[str, list[str]]:
    """By person the audiences (tags) that they stand for; each once, by whom it is made for."""
    found: dict[str, list[str]] = {}
    for audience in sorted({door.info.audience for door in doors}):
        who = _NOBODY if audience == "public" else _one_of(ADMITTED[audience])
        found.setdefault(who, []).append(audience)
    return found


def everybody(doors: Sequence[Door]) -> dict[str, list[str]]:
    """By person all audiences."""
    audiences = sorted({door.info.audience for door in doors})
    people = {role for audience in audiences for role in ADMITTED[audience]}
    return {who: audiences for who in (_NOBODY, *sorted(people))}


def _one_of(roles: set[str]) -> str:
    return next((role for role in _PREFERRED if role in roles), sorted(roles)[0])


async def run(
    url: str,
    who: str,
    side: Side,
    room: Path,
    tags: Sequence[str],
    *options: str,
    document: str = "",
) -> Said:
    """`document`: a description in a file instead of the one that is served."""
    config = room / f"{who}.toml"
    config.write_text(_CONFIG.read_text("utf-8") + _parameters(who, side), "utf-8")
    where = document or f"{url}/docs/openapi.json"
    named = [word for tag in tags for word in ("--include-tag", tag)]
    if who != _NOBODY:
        named += ["--header", f"Authorization: Bearer {side.people[who].token}"]
    process = await asyncio.create_subprocess_exec(
        *(str(_PROGRAM), "--config-file", str(config), "run", where, "--url", url),
        *("--continue-on-failure", "--no-shrink", "--no-color", *options, *named),
        cwd=room,
        stdout=PIPE,
        stderr=STDOUT,
    )
    try:
        wrote, _ = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    return Said(await process.wait(), wrote.decode("utf-8", "replace"))


def _parameters(who: str, side: Side) -> str:
    """Ids that are there, so that answers are more than 404."""
    ids = dict(side.ids)
    if who in ("enterprise", "platform"):
        ids["application_id"] = side.draft["id"]
    lines = [f'"path.{name}" = {json.dumps(value)}' for name, value in sorted(ids.items())]
    return "\n".join(["", "[parameters]", *lines, ""])
