"""Loads the Lua scripts, one file per verb, and runs them by digest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha1
from pathlib import Path
from typing import Any

from redis.exceptions import NoScriptError

from storage.redis.connect import Client, redis_edge

FOLDER = Path(__file__).parent / "lua"
PART_MARK = "-- with: "


@dataclass(frozen=True, slots=True)
class Script:
    """A verb's whole text, parts in front, and the digest under which servers keep it."""

    name: str
    text: str
    digest: str


@cache
def load_script(name: str) -> Script:
    """The script `lua/<name>.lua`, with parts where its lines name them (`-- with: forms pool`)."""
    text = "".join(_lines(FOLDER / f"{name}.lua"))
    # Redis names scripts by SHA-1; nothing is kept secret by it.
    return Script(name, text, sha1(text.encode(), usedforsecurity=False).hexdigest())


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if not line.startswith(PART_MARK):
            yield line
            continue
        for part in line.removeprefix(PART_MARK).split():
            yield (FOLDER / "parts" / f"{part}.lua").read_text(encoding="utf-8")


async def run(
    client: Client, script: Script, keys: Sequence[str], args: Sequence[str | int | bytes]
) -> Any:
    """The script's answer; sends its text where the server does not know the digest yet.

    Raises StoreUnavailable when Redis does not answer.
    """
    with redis_edge():
        try:
            return await client.evalsha(script.digest, len(keys), *keys, *args)
        except NoScriptError:
            return await client.eval(script.text, len(keys), *keys, *args)
