"""Has letters set by a child process, each once: what was set is kept for a while."""

from asyncio import Task, create_task, shield
from hashlib import blake2b
from typing import Final

import msgspec

from storage.files.child.children import Children
from storage.files.child.program import Program
from storage.files.letters.letter import Letter

_MIB: Final = 1024 * 1024
_PROGRAM: Final = Program(
    "storage.files.letters.program",
    memory_bytes=512 * _MIB,
    cpu_seconds=20,
    wall_seconds=60,
    answer_bytes=16 * _MIB,
)
_ENCODER: Final = msgspec.msgpack.Encoder(order="deterministic")


class LetterWriter:
    """Half a second of a processor a letter, in a process of its own, which people need not wait for
    twice: the latest `most` letters are kept, some 50 kB each.
    """

    def __init__(self, children: Children, *, most: int = 128) -> None:
        self._children = children
        self._most = most
        self._kept: dict[str, bytes] = {}
        self._setting: dict[str, Task[bytes]] = {}

    async def write(self, letter: Letter) -> bytes:
        """The PDF; the same letter gives the same bytes.

        Raises ReadingFailed for one of more pages than anybody reads, ReadingUnended,
        StoreUnavailable where no child could be had.
        """
        name = name_of(letter)
        if name in self._kept:
            return self._kept[name]
        task = self._setting.get(name)
        if task is None:
            task = self._setting[name] = create_task(self._set(name, letter))
        # Who hangs up does not take it from those who wait for the same.
        return await shield(task)

    async def close(self) -> None:
        await self._children.close()

    async def _set(self, name: str, letter: Letter) -> bytes:
        try:
            content = await self._children.run(_PROGRAM, _ENCODER.encode(letter))
        finally:
            del self._setting[name]
        while len(self._kept) >= self._most:
            del self._kept[next(iter(self._kept))]
        self._kept[name] = content
        return content


def name_of(letter: Letter) -> str:
    """The same for the same letter alone; what changes in how letters are set changes it too."""
    return blake2b(_SETTING + _ENCODER.encode(letter), digest_size=16).hexdigest()


_SETTING: Final = b"1"
"""Raise it with every change of how letters look: clients ask by what they hold."""
