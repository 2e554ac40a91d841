"""A phone in WeChat with the built mini-program on it: a Node process that taps what a person would.

Its `wx` answers as WeChat does and really calls the product and the stand-in (`phone/`).
"""

import asyncio
import json
import shutil
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.clients.wechat.output import MINIPROGRAM, Output, declared

HERE = Path(__file__).parent
ANSWER_SECONDS = 60
_LINE_BYTES = 4 * 1024 * 1024


class PhoneError(AssertionError):
    """What a person could not do on the page, or what was in red on the console."""


@dataclass
class Phone:
    """`settings` are those of `phone/main.cjs`; `folder` holds what outlives a killed app."""

    settings: dict[str, Any]
    process: Process | None = None
    used: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def start(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            *(node(), str(HERE / "phone" / "main.cjs"), json.dumps(self.settings)),
            stdin=PIPE,
            stdout=PIPE,
            limit=_LINE_BYTES,
        )

    async def do(self, act: str, **given: Any) -> Any:
        """What the act answered; see `ACTS` of `phone/main.cjs`."""
        process = self.process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        async with self.used:
            process.stdin.write(json.dumps({"act": act, **given}).encode() + b"\n")
            await process.stdin.drain()
            line = await asyncio.wait_for(process.stdout.readline(), ANSWER_SECONDS)
        assert line, f"the phone died at {act} {given}"
        said = json.loads(line)
        if "error" in said:
            raise PhoneError(f"{act} {given}: {said['error']}")
        return said["answer"]

    async def launch(self, path: str, /, way: int = 1001, **query: str) -> None:
        """A cold start at a page, by WeChat's number of the way in (1047 a code, 1007 a card)."""
        await self.do("launch", path=path, query=query, scene=way)

    async def lines(self) -> list[str]:
        """What stands on the page, line by line."""
        return list(await self.do("lines"))

    async def wait(self, text: str | None = None, **until: Any) -> list[str]:
        """Until the page says `text`, or `gone` no more, or its `route` is open; the lines."""
        return list(await self.do("wait", **until, **({"text": text} if text else {})))

    async def tap(self, text: str, nth: int = 0) -> None:
        """On what reads so; once it is there."""
        await self.wait(text)
        await self.do("tap", text=text, nth=nth)

    async def type(self, label: str, text: str) -> None:
        await self.do("type", label=label, text=text)

    async def pick(self, label: str, value: Any) -> None:
        await self.do("pick", label=label, value=value)

    async def set(self, **facts: Any) -> None:
        """How the person or WeChat behaves next: `popup`, `modal`, `offered`, `cuts`, `phone`, …"""
        await self.do("set", facts=facts)

    async def offer(self, *files: Path) -> None:
        """What the next chooser finds in the camera, album or chat."""
        await self.set(offered=[str(file) for file in files])

    async def call(self, name: str, /, **options: Any) -> dict[str, Any]:
        """One of `wx`'s interfaces by hand; what it answered or failed with."""
        return dict(await self.do("call", name=name, options=options))

    async def notes(self, kind: str | None = None) -> list[dict[str, Any]]:
        """What the mini-program asked of WeChat, in order."""
        notes: list[dict[str, Any]] = await self.do("notes")
        return [note for note in notes if kind is None or note["kind"] == kind]

    async def problems(self) -> Sequence[str]:
        return list(await self.do("problems"))

    async def kill(self) -> None:
        """As when WeChat needs the memory: nothing is told to the app."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    async def restart(self) -> None:
        await self.kill()
        await self.start()


def node() -> str:
    """The project's own Node, else the machine's."""
    own = MINIPROGRAM.parents[1] / ".venv" / "bin" / "node"
    found = str(own) if own.exists() else shutil.which("node")
    assert found, "no Node: run `make miniprogram`"
    return found


@asynccontextmanager
async def phone_of(
    person: str, folder: Path, *, output: Output, product: str, stand_in: str, appid: str
) -> AsyncIterator[Phone]:
    """A phone of the person; whatever was in red on its console fails the test in the end."""
    settings = {
        "root": str(output.root),
        "packages": str(MINIPROGRAM),
        "folder": str(folder),
        "person": person,
        "api": product,
        "control": stand_in,
        "appid": appid,
        "domains": output.domains(),
        "declared": sorted(declared()),
    }
    phone = Phone(settings)
    await phone.start()
    try:
        yield phone
        problems = await phone.problems()
        assert problems == [], problems
    finally:
        await phone.kill()
