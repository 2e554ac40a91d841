"""The people of a rush: a process in which each hands in one application after the other.

Reads a plan as JSON in one line of standard input, writes what became of it as JSON on standard
output. They do what mini-programs do: ask again when nothing or 503 comes back, hang up in the
middle, tap twice. Anything more on standard input ends their pauses.
"""

import asyncio
import json
import random
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import uvloop

ANSWER_WITHIN_S = 5.0
_AGAIN_AFTER_S = (0.05, 0.3)
_HANGS_UP_WITHIN_S = 0.03
_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length: "


@dataclass
class Journal:
    """What they were answered; `withdrawing` were asked to be withdrawn, whatever was answered."""

    milliseconds: list[float] = field(default_factory=list)
    promised: list[str] = field(default_factory=list)
    abandoned: list[str] = field(default_factory=list)
    withdrawing: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    hang_ups: int = 0
    asked_again: int = 0
    tapped_twice: int = 0


class Line:
    """A keep-alive connection to one of the servers; the next one after each failure."""

    def __init__(self, ports: list[int], first: int, token: str) -> None:
        self._ports, self._at = ports, first
        self._token = token
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str) -> tuple[int, bytes]:
        """Status and body. Raises OSError, EOFError, TimeoutError when no answer comes."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                reader, writer = await self._open()
                writer.write(self._request(path))
                head = await reader.readuntil(_HEAD_END)
                at = head.index(_LENGTH) + len(_LENGTH)
                body = await reader.readexactly(int(head[at : head.index(b"\r", at)]))
        except (OSError, EOFError, TimeoutError):
            self.drop()
            raise
        return int(head[9:12]), body

    async def post_and_hang_up(self, path: str, after_s: float) -> None:
        """Nobody waits for the answer."""
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(ANSWER_WITHIN_S):
                _, writer = await self._open()
                writer.write(self._request(path))
                await asyncio.sleep(after_s)
        self.drop()

    def drop(self) -> None:
        """Abort the connection; the next call goes to the next server."""
        if self._streams is not None:
            self._streams[1].transport.abort()
        self._streams = None
        self._at += 1

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._streams is None:
            port = self._ports[self._at % len(self._ports)]
            self._streams = await asyncio.open_connection("127.0.0.1", port)
        return self._streams

    def _request(self, path: str) -> bytes:
        return (
            f"POST /api/v1{path} HTTP/1.1\r\nhost: rush\r\nauthorization: Bearer {self._token}\r\n"
            "content-type: application/json\r\ncontent-length: 2\r\n\r\n{}"
        ).encode()


@dataclass
class Rush:
    """The plan (`shares` of 1 for each habit), and what happened so far."""

    ports: list[int]
    shares: dict[str, float]
    pause_s: float
    chance: random.Random
    hurry: asyncio.Event = field(default_factory=asyncio.Event)
    journal: Journal = field(default_factory=Journal)

    async def hand_in_all(self, number: int, token: str, applications: list[str]) -> None:
        """One person's applications, one after the other."""
        line = Line(self.ports, number, token)
        other = Line(self.ports, number + 1, token)
        for application in applications:
            await self._pause()
            await self._hand_in(line, other, f"/applications/{application}", application)
        line.drop()
        other.drop()

    async def _hand_in(self, line: Line, other: Line, path: str, application: str) -> None:
        if self._does("hang_up"):
            self.journal.hang_ups += 1
            after_s = self.chance.uniform(0, _HANGS_UP_WITHIN_S)
            await line.post_and_hang_up(f"{path}/submit", after_s)
            if self._does("abandon"):
                self.journal.abandoned.append(application)
                return
        if self._does("tap_twice"):
            self.journal.tapped_twice += 1
            async with asyncio.TaskGroup() as taps:
                taps.create_task(self._until_answered(line, f"{path}/submit"))
                taps.create_task(self._until_answered(other, f"{path}/submit"))
        else:
            await self._until_answered(line, f"{path}/submit", timed=True)
        self.journal.promised.append(application)
        if self._does("withdraw"):
            await self._pause()
            self.journal.withdrawing.append(application)
            await self._until_answered(line, f"{path}/withdraw", (200, 409))

    async def _until_answered(
        self, line: Line, path: str, good: tuple[int, ...] = (200,), *, timed: bool = False
    ) -> None:
        """503 and silence are asked again; any other answer but a good one is a finding."""
        while True:
            began = perf_counter()
            try:
                status, body = await line.post(path)
            except (OSError, EOFError, TimeoutError):
                status, body = 503, b""
            if status != 503:
                break
            self.journal.asked_again += 1
            await asyncio.sleep(self.chance.uniform(*_AGAIN_AFTER_S))
        if status not in good:
            self.journal.refused.append(f"{path}: {status} {body.decode(errors='replace')[:300]}")
        elif timed:
            self.journal.milliseconds.append((perf_counter() - began) * 1000)

    def _does(self, habit: str) -> bool:
        return self.chance.random() < self.shares.get(habit, 0.0)

    async def _pause(self) -> None:
        if self.pause_s == 0 or self.hurry.is_set():
            return
        with suppress(TimeoutError):
            seconds = self.chance.expovariate(1 / self.pause_s)
            await asyncio.wait_for(self.hurry.wait(), seconds)


async def run(plan: dict[str, Any]) -> dict[str, Any]:
    rush = Rush(plan["ports"], plan["shares"], plan["pause_s"], random.Random(plan["seed"]))
    loop, descriptor = asyncio.get_running_loop(), sys.stdin.fileno()

    def hurry() -> None:
        # Once is enough: an end of file would be told again and again.
        loop.remove_reader(descriptor)
        rush.hurry.set()

    loop.add_reader(descriptor, hurry)
    began = perf_counter()
    async with asyncio.TaskGroup() as people:
        for number, person in enumerate(plan["people"]):
            work = rush.hand_in_all(number, person["token"], person["applications"])
            people.create_task(work)
    return {"seconds": perf_counter() - began, **vars(rush.journal)}


def main() -> None:
    plan = json.loads(sys.stdin.buffer.readline())
    json.dump(uvloop.run(run(plan)), sys.stdout)


if __name__ == "__main__":
    main()
