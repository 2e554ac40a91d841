"""The processes that fork: one for each program, started when first needed and again when it ended."""

import json
import os
import socket
import subprocess
import sys
import sysconfig
from pathlib import Path
from select import POLLIN, poll
from signal import SIGKILL
from threading import Lock
from time import monotonic
from types import TracebackType
from typing import Final, Self

from storage.errors import StoreUnavailable
from storage.files.child import nursery
from storage.files.child.ended import TooMuchAsked
from storage.files.child.program import Program

_GRACE_SECONDS: Final = 5
_PIECE: Final = 64 * 1024
_ROOT: Final = str(Path(__file__).parents[3])
# Every file's process touches its memory for the first time: large pages are a quarter of its time.
_ENVIRONMENT: Final = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
_PACKAGES: Final = sysconfig.get_path("platlib")


class ReaderAtWork:
    """One file's process, as the server holds it; leaving ends it."""

    def __init__(self, answer: int, status: int) -> None:
        self._answer, self._status = answer, status

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # The nursery sees it, and kills whoever is still at work.
        os.close(self._answer)
        os.close(self._status)

    def listen(self, program: Program) -> tuple[int, bytes] | None:
        """How it ended and all that it said; None where it never began, or its nursery ended.

        Raises TooMuchAsked where it says too much.
        """
        end = monotonic() + program.wall_seconds + _GRACE_SECONDS
        said = bytearray()
        while piece := _read(self._answer, end):
            said += piece
            if len(said) > program.answer_bytes:
                raise TooMuchAsked(f"{program.module} said more than {program.answer_bytes} bytes")
        how = _read(self._status, end) if piece is not None else None
        if how is None:
            return -SIGKILL, b""
        return (nursery.STATUS.unpack(how)[0], bytes(said)) if how else None


def _read(descriptor: int, end: float) -> bytes | None:
    """What comes next, nothing at its end, None where nothing came in time."""
    ready = poll()
    ready.register(descriptor, POLLIN)
    if not ready.poll(max(0, end - monotonic()) * 1000):
        return None
    return os.read(descriptor, _PIECE)


class Nurseries:
    """Used from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: dict[tuple[str, bool], _Nursery] = {}

    def ask(self, program: Program, content: int, arguments: tuple[str, ...]) -> ReaderAtWork:
        """Has a process forked for this file. Raises StoreUnavailable where none can be."""
        order = [program.memory_bytes, program.cpu_seconds, program.wall_seconds, *arguments]
        message = json.dumps(order).encode()
        try:
            with self._lock:
                return self._send(program, message, content)
        except OSError as failure:
            raise StoreUnavailable("files", f"no child process: {failure.strerror}") from failure

    def close(self) -> None:
        with self._lock:
            while self._running:
                self._running.popitem()[1].end()

    def _send(self, program: Program, message: bytes, content: int) -> ReaderAtWork:
        key = (program.module, program.threads)
        if key in self._running and not self._running[key].is_alive():
            self._running.pop(key).end()
        if key not in self._running:
            self._running[key] = _Nursery(program)
        answer, answer_end = os.pipe()
        status, status_end = os.pipe()
        try:
            self._running[key].send(message, [content, answer_end, status_end])
        except (BrokenPipeError, ConnectionResetError):
            # It ended just now; the answer will be that it never began.
            self._running.pop(key).end()
        except OSError:
            os.close(answer)
            os.close(status)
            raise
        finally:
            os.close(answer_end)
            os.close(status_end)
        return ReaderAtWork(answer, status)


class _Nursery:
    def __init__(self, program: Program) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket.settimeout(_GRACE_SECONDS)
        command = [sys.executable, "-I", "-S", nursery.__file__, _PACKAGES, _ROOT, program.module]
        try:
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603  # nothing in it comes from outside
                    [*command, str(int(program.threads))],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    cwd="/",
                    env=_ENVIRONMENT,
                    start_new_session=True,
                )
        except OSError:
            self._socket.close()
            raise

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def send(self, message: bytes, descriptors: list[int]) -> None:
        socket.send_fds(self._socket, [message], descriptors)

    def end(self) -> None:
        """With it end all that it forked."""
        self._socket.close()
        try:
            self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
