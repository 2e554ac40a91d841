"""Gives a file to a child process of its own and takes its answer: crashed, endless or well."""

import asyncio
import logging
import os
from signal import SIGALRM, SIGKILL, SIGXCPU, Signals
from typing import BinaryIO, Final

from storage.errors import StoreUnavailable
from storage.files.child.ended import ReadingFailed, ReadingUnended, TooMuchAsked
from storage.files.child.nurseries import Nurseries
from storage.files.child.nursery import FAILED, UNABLE
from storage.files.child.program import Program
from storage.files.threads import Threads

_LOG = logging.getLogger(__name__)
_PATIENCE_SECONDS: Final = 20.0
# A nursery that nobody asked anything for a while may end in the moment that it is asked.
_ATTEMPTS: Final = 3
_UNENDED: Final = (-SIGKILL, -SIGALRM)
_NO_MEMORY: Final = MemoryError.__name__.encode()


class Children:
    """At most `count` children at once; they inherit no setting, no secret, no socket."""

    def __init__(self, count: int = 2, patience_seconds: float = _PATIENCE_SECONDS) -> None:
        self._threads = Threads(count, patience_seconds)
        self._nurseries = Nurseries()

    async def run(self, program: Program, content: BinaryIO | bytes, *arguments: str) -> bytes:
        """What the program answers to this file, which is left where it stands.

        A process for each file, so that none can wait inside for the next. Raises ReadingFailed
        (TooMuchAsked) where it is the file's fault, ReadingUnended where it may be, StoreUnavailable
        where it is not or no place gets free.
        """
        given = content if isinstance(content, bytes) else _Held(os.dup(content.fileno()))
        code, said = await self._threads.run(lambda: self._read(program, given, arguments))
        if code == 0:
            return said
        ended = f"{program.module} ended by {_ended(code)}: {said[:500]!r}"
        if code == UNABLE or code in _UNENDED:
            _LOG.warning("a file could not be read: %s", ended)
            raise ReadingUnended() if code in _UNENDED else StoreUnavailable("files", "no reader")
        _LOG.info("a file was given up: %s", ended)
        too_much = code == -SIGXCPU or (code == FAILED and said.startswith(_NO_MEMORY))
        raise TooMuchAsked(ended) if too_much else ReadingFailed(ended)

    async def close(self) -> None:
        await self._threads.close()
        await asyncio.to_thread(self._nurseries.close)

    def _read(
        self, program: Program, given: "bytes | _Held", arguments: tuple[str, ...]
    ) -> tuple[int, bytes]:
        """The exit code, negative for a signal, and what was said."""
        held = _in_memory(given) if isinstance(given, bytes) else given
        for _ in range(_ATTEMPTS):
            with self._nurseries.ask(program, held.descriptor, arguments) as asked:
                ended = asked.listen(program)
            if ended is not None:
                return ended
        raise StoreUnavailable("files", f"the parent of {program.module} keeps ending")


class _Held:
    """A descriptor of our own: the thread may outlive its caller, and with it the caller's file."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def __del__(self) -> None:
        os.close(self.descriptor)


def _in_memory(content: bytes) -> _Held:
    held = _Held(os.memfd_create("content"))
    with open(held.descriptor, "wb", buffering=0, closefd=False) as file:
        rest = memoryview(content)
        while rest:
            rest = rest[file.write(rest) :]
    return held


def _ended(code: int) -> str:
    return f"code {code}" if code >= 0 else Signals(-code).name
