"""Begins a program in a process that can then only compute and answer: the child's own start.

Run as `python -I -S begin.py PACKAGES ROOT MODULE MEMORY CPU WALL THREADS ARGUMENT…`, with the
file as its standard input. What it writes is the answer; its exit code tells whose fault there was.
"""

import ctypes
import importlib
import mmap
import os
import resource
import sys
from collections.abc import Callable

UNABLE, FAILED = 3, 4
"""UNABLE: the libraries or the limits, not the file. FAILED: the program gave up on the file."""
_ONLY_THREADS = "storage.files.child.only_threads"


def main() -> int:
    packages, root, module, memory, cpu, wall, threads, *arguments = sys.argv[1:]
    sys.path += [packages, root]
    with_threads = bool(int(threads))
    try:
        content = _content()
        only_threads = importlib.import_module(_ONLY_THREADS) if with_threads else None
        answer = importlib.import_module(module).prepare(content, *arguments)
        if only_threads is not None:
            only_threads.allow_only_threads()
        give_up_everything(int(memory), int(cpu), int(wall), processes_refused=with_threads)
    except (OSError, ValueError, ImportError) as failure:
        _say(repr(failure).encode())
        return UNABLE
    return _answer(answer)


def give_up_everything(
    memory_bytes: int, cpu_seconds: int, wall_seconds: int, *, processes_refused: bool
) -> None:
    """From here on no file, socket or pipe can be opened, and no process made.

    `processes_refused`: by other means already; the limit on them would refuse threads too.
    """
    allowed = _size() + memory_bytes
    for limit, soft, hard in (
        (resource.RLIMIT_AS, allowed, allowed),
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, 0, 0),
        *(() if processes_refused else ((resource.RLIMIT_NPROC, 0, 0),)),
    ):
        resource.setrlimit(limit, (soft, hard))
    # By the kernel, also when the server has died meanwhile. (The module `signal` costs 5 ms.)
    ctypes.CDLL(None).alarm(wall_seconds)
    os.nice(10)


def _content() -> memoryview:
    if os.fstat(0).st_size == 0:
        return memoryview(b"")
    return memoryview(mmap.mmap(0, 0, access=mmap.ACCESS_COPY))


def _size() -> int:
    with open("/proc/self/statm", "rb") as pages:
        return int(pages.read().split()[0]) * mmap.PAGESIZE


def _answer(answer: Callable[[], bytes]) -> int:
    try:
        said = answer()
    except Exception as failure:  # noqa: BLE001  # whatever a library makes of a hostile file
        _say(_where(failure))
        return FAILED
    _say(said)
    return 0


def _where(failure: Exception) -> bytes:
    """The kind of failure and its lines, nothing of the file."""
    lines, at = [type(failure).__name__], failure.__traceback__
    while at is not None:
        lines.append(f"{os.path.basename(at.tb_frame.f_code.co_filename)}:{at.tb_lineno}")
        at = at.tb_next
    return " ".join(lines).encode()


def _say(said: bytes) -> None:
    rest = memoryview(said)
    while rest:
        rest = rest[os.write(1, rest) :]


if __name__ == "__main__":
    # Without Python's own end, which would take the libraries apart once more.
    os._exit(main())
