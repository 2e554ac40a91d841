"""Gives a file to a child process of its own and takes its answer: crashed, endless or well."""

import logging
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from select import POLLIN, poll
from signal import SIGALRM, SIGKILL, Signals
from time import monotonic
from typing import BinaryIO, Final

from storage.errors import StoreUnavailable
from storage.files.child import begin
from storage.files.child.program import Program
from storage.files.threads import Threads

_LOG = logging.getLogger(__name__)
_PATIENCE_SECONDS: Final = 20.0
_GRACE_SECONDS: Final = 5
_PIECE: Final = 64 * 1024
_ROOT: Final = str(Path(__file__).parents[3])
_PACKAGES: Final = sysconfig.get_path("platlib")


class ReadingFailed(Exception):
    """The file made its reader crash, fail, or ask for more time, memory or words than it may."""


class Children:
    """At most `count` children at once; they inherit no setting, no secret, no socket."""

    def __init__(self, count: int = 2, patience_seconds: float = _PATIENCE_SECONDS) -> None:
        self._threads = Threads(count, patience_seconds)

    async def run(self, program: Program, content: BinaryIO | bytes, *arguments: str) -> bytes:
        """What the program answers to this file, which is left where it stands.

        A process for each file, so that none can wait inside for the next. Raises ReadingFailed
        where it is the file's fault, StoreUnavailable where it is not or no place gets free.
        """
        given = content if isinstance(content, bytes) else _Held(os.dup(content.fileno()))
        code, said = await self._threads.run(
            lambda: _run(
                program, _in_memory(given) if isinstance(given, bytes) else given, arguments
            )
        )
        if code == 0:
            return said
        ended = f"{program.module} ended by {_ended(code)}: {said[:500].decode('ascii', 'replace')}"
        if code in (begin.UNABLE, -SIGKILL, -SIGALRM):
            _LOG.warning("a file could not be read: %s", ended)
            raise StoreUnavailable("files", "the reading of a file did not end")
        _LOG.info("a file was given up: %s", ended)
        raise ReadingFailed(ended)

    async def close(self) -> None:
        await self._threads.close()


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


def _run(program: Program, held: _Held, arguments: tuple[str, ...]) -> tuple[int, bytes]:
    """The exit code, negative for a signal, and what was said."""
    limits = (
        program.memory_bytes,
        program.cpu_seconds,
        program.wall_seconds,
        int(program.threads),
    )
    command = [sys.executable, "-I", "-S", begin.__file__, _PACKAGES, _ROOT, program.module]
    try:
        child = subprocess.Popen(  # noqa: S603  # nothing in it comes from outside
            [*command, *map(str, limits), *arguments],
            stdin=held.descriptor,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
            bufsize=0,
        )
    except OSError as failure:
        raise StoreUnavailable("files", f"no child process: {failure.strerror}") from failure
    with child:
        try:
            said = _listen(child, program)
            return child.wait(_GRACE_SECONDS), said
        except subprocess.TimeoutExpired:
            return -SIGKILL, b""
        finally:
            child.kill()


def _listen(child: "subprocess.Popen[bytes]", program: Program) -> bytes:
    """All that the child says. Raises TimeoutExpired, ReadingFailed where it says too much."""
    if child.stdout is None:
        raise RuntimeError("the child was started without a pipe")
    end = monotonic() + program.wall_seconds + _GRACE_SECONDS
    ready, said = poll(), bytearray()
    ready.register(child.stdout, POLLIN)
    while len(said) <= program.answer_bytes:
        if not ready.poll(max(0, end - monotonic()) * 1000):
            raise subprocess.TimeoutExpired(child.args, program.wall_seconds)
        piece = os.read(child.stdout.fileno(), _PIECE)
        if not piece:
            return bytes(said)
        said += piece
    raise ReadingFailed(f"{program.module} said more than {program.answer_bytes} bytes")


def _ended(code: int) -> str:
    return f"code {code}" if code >= 0 else Signals(-code).name
