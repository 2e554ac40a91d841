"""A program for a child that does what its argument says: good ones, and what a hostile file makes."""

import ctypes
import json
import os
import resource
import signal
import socket
import threading
from collections.abc import Callable, Mapping
from typing import Any


def prepare(content: memoryview, act: str) -> Callable[[], bytes]:
    seen = json.dumps(
        [sorted(os.listdir("/proc/self/fd"))[:-1], os.getcwd(), sorted(os.environ)]
    ).encode()
    if act == "surroundings":
        return lambda: seen
    if act == "place":
        with open("/proc/self/autogroup", encoding="ascii") as session:
            place = json.dumps([os.nice(0), session.read()]).encode()
        return lambda: place
    return lambda: _ACTS[act](content)


def _tell(content: memoryview) -> bytes:
    return json.dumps([len(content), bytes(content[:4]).decode("ascii")]).encode()


def _intrude(content: memoryview) -> bytes:
    """What an intruder would try, and what became of it."""
    return json.dumps(
        [
            _tried(lambda: open("/etc/passwd")),
            _tried(socket.socket),
            _tried(os.pipe),
            _tried(lambda: (os.close(0), open("/etc/passwd"))),
        ]
    ).encode()


def _touch(content: memoryview) -> bytes:
    """The process whose number the file says, and all at once."""
    other = int(bytes(content))
    return json.dumps(
        [
            os.strerror(_look_into(other)),
            _tried(lambda: os.kill(other, 0)),
            _tried(lambda: os.kill(-1, 0)),
            _tried(lambda: resource.prlimit(other, resource.RLIMIT_CORE)),
        ]
    ).encode()


def _look_into(other: int) -> int:
    """What its memory's owner says to that."""
    libc, room = ctypes.CDLL(None, use_errno=True), ctypes.create_string_buffer(1)
    here = (ctypes.c_size_t * 2)(ctypes.addressof(room), 1)
    there = (ctypes.c_size_t * 2)(0, 1)
    libc.process_vm_readv(other, here, 1, there, 1, 0)
    return ctypes.get_errno()


def _tried(act: Callable[[], Any]) -> str:
    try:
        act()
    except OSError as refused:
        return os.strerror(refused.errno or 0)
    return "done"


def _raise(content: memoryview) -> bytes:
    raise LookupError("what the file says")


def _crash(content: memoryview) -> bytes:
    ctypes.string_at(0)
    return b"alive"


def _fill(content: memoryview) -> bytes:
    return bytes(200 * 1024 * 1024)[:2]


def _spin(content: memoryview) -> bytes:
    while True:
        pass


def _wait(content: memoryview) -> bytes:
    signal.pause()
    return b"awake"


def _killed(content: memoryview) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b"alive"


def _start_thread(content: memoryview) -> bytes:
    found: list[bytes] = []
    thread = threading.Thread(target=lambda: found.append(b"from a thread"))
    thread.start()
    thread.join()
    return found[0]


def _start_process(content: memoryview) -> bytes:
    return json.dumps(
        [
            _tried(os.fork),
            _tried(lambda: os.posix_spawn("/bin/true", ["true"], {})),
        ]
    ).encode()


def _talk(content: memoryview) -> bytes:
    return b"x" * 2_000_000


_ACTS: Mapping[str, Callable[[memoryview], bytes]] = {
    "tell": _tell,
    "intrude": _intrude,
    "touch": _touch,
    "raise": _raise,
    "crash": _crash,
    "fill": _fill,
    "spin": _spin,
    "wait": _wait,
    "killed": _killed,
    "thread": _start_thread,
    "process": _start_process,
    "talk": _talk,
    "parent": lambda _: str(os.getppid()).encode(),
}
