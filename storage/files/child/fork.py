"""A process for one file, just forked: it gives up everything, then reads, answers and ends."""

import ctypes
import importlib
import mmap
import os
import resource
import signal
import time
from collections.abc import Callable
from types import ModuleType

from storage.files.child.nursery import FAILED, UNABLE

_DIE_WITH_PARENT, _DUMPABLE = 1, 4
"""Of prctl: PR_SET_PDEATHSIG, PR_SET_DUMPABLE."""
_NICE, _SESSION_NICE, _ATTEMPTS = 10, 5, 10
_LIBC = ctypes.CDLL(None)
_ONLY_THREADS = "storage.files.child.only_threads"
_guards: list[ModuleType] = []


def get_ready(*, threads: bool) -> None:
    """Loads what a fork needs; `threads`: a fork may start some, which needs the guard.

    From here on, whoever answers people goes first.
    """
    os.nice(_NICE)
    _stand_back_as_session()
    guard = importlib.import_module(_ONLY_THREADS)
    if threads or guard.is_known_here():
        _guards.append(guard)


def _stand_back_as_session() -> None:
    """Where the kernel shares the processors among sessions, niceness counts within one only, and
    this process leads its own (sched(7)). Not by more: a file has its time by the clock as well.
    """
    for _ in range(_ATTEMPTS):
        try:
            with open("/proc/self/autogroup", "w", encoding="ascii") as session:
                session.write(str(_SESSION_NICE))
        except BlockingIOError:
            # Ten a second may do so, in all.
            time.sleep(0.1)
        except OSError:
            return
        else:
            return


def be_untouchable() -> None:
    """Other processes of this user may not look into this one, nor into what it forks."""
    _LIBC.prctl(_DUMPABLE, 0, 0, 0, 0)


def become(
    program: ModuleType, order: list[object], content: int, answer: int, *, threads: bool
) -> None:
    """Never returns: this process is the file's from here on."""
    code = UNABLE
    try:
        _leave_behind(content, answer)
        memory, cpu, wall, *arguments = order
        try:
            ready = program.prepare(_content(), *arguments)
            for guard in _guards:
                guard.allow_only_threads()
            limits = (int(str(memory)), int(str(cpu)), int(str(wall)))
            _give_up_everything(*limits, threads=threads)
        except (OSError, ValueError, ImportError) as failure:
            _say(repr(failure).encode())
        else:
            code = _answer(ready)
    finally:
        # Without Python's own end, which would take the libraries apart once more.
        os._exit(code)


def _leave_behind(content: int, answer: int) -> None:
    """The nursery's socket, and the pipes of other files."""
    _LIBC.prctl(_DIE_WITH_PARENT, int(signal.SIGKILL), 0, 0, 0)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(content, 0)
    os.dup2(answer, 1)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))


def _give_up_everything(
    memory_bytes: int, cpu_seconds: int, wall_seconds: int, *, threads: bool
) -> None:
    """From here on no file, socket or pipe can be opened, and no process made."""
    allowed = _size() + memory_bytes
    limits = [
        (resource.RLIMIT_AS, allowed, allowed),
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, 0, 0),
    ]
    if not threads:
        # It would refuse them too.
        limits.append((resource.RLIMIT_NPROC, 0, 0))
    for limit, soft, hard in limits:
        resource.setrlimit(limit, (soft, hard))
    # By the kernel, also when the server has died meanwhile.
    signal.alarm(wall_seconds)


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
