"""Lets a process start threads, but no process and no program, nor touch others: by the kernel.

A limit on processes cannot tell the first two apart, and libheif's decoder does nothing without a
thread. Processes of one user may read each other's memory, and the server's holds keys; they may also
end each other.
"""

import ctypes
import errno
import os
import struct
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class _Calls(NamedTuple):
    """Numbers of system calls on one kind of processor (Linux, asm/unistd.h)."""

    architecture: int
    clone: int
    others: tuple[int, ...]
    """fork, vfork, execve, execveat, ptrace, process_vm_readv, process_vm_writev, tkill,
    rt_sigqueueinfo, rt_tgsigqueueinfo; and what would place or hold up other processes:
    sched_setparam, sched_setscheduler, sched_setaffinity, sched_setattr, ioprio_set, migrate_pages,
    move_pages."""
    signals: tuple[int, ...]
    """kill, tgkill: first the process, which may be this one alone."""
    limits: int
    """prlimit64: first the process, 0 for this one."""


_CALLS: Final[Mapping[str, _Calls]] = MappingProxyType(
    {
        "x86_64": _Calls(
            0xC000003E,
            56,
            (57, 58, 59, 322, 101, 310, 311, 200, 129, 297, 142, 144, 203, 314, 251, 256, 279),
            (62, 234),
            302,
        ),
        # It has neither fork nor vfork.
        "aarch64": _Calls(
            0xC00000B7,
            220,
            (221, 281, 117, 270, 271, 130, 138, 240, 118, 119, 122, 274, 30, 238, 239),
            (129, 131),
            261,
        ),
    }
)
_CLONE3, _CLONE_THREAD, _X32 = 435, 0x00010000, 0x40000000
_LOAD, _EQUAL, _AT_LEAST, _HAS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
"""Of the kernel's filter language (linux/filter.h)."""
_KILL, _REFUSE, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_AT = 0, 4, 16
"""Where they stand in what a filter is given (linux/seccomp.h, `seccomp_data`)."""
_NO_NEW_PRIVILEGES, _SET_FILTER, _MODE_FILTER = 38, 22, 2


class _Program(ctypes.Structure):
    _fields_ = (("count", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def is_known_here() -> bool:
    """Whether there is a filter for this processor."""
    return os.uname().machine in _CALLS


def allow_only_threads() -> None:
    """Raises OSError where this kernel or processor has no such filter."""
    calls = _CALLS.get(os.uname().machine)
    if calls is None:
        raise OSError(errno.ENOSYS, "no filter of system calls for this processor")
    steps = b"".join(_steps(calls))
    program = _Program(len(steps) // 8, steps)
    libc = ctypes.CDLL(None, use_errno=True)
    for act in (
        (_NO_NEW_PRIVILEGES, 1, 0, 0, 0),
        (_SET_FILTER, _MODE_FILTER, ctypes.byref(program), 0, 0),
    ):
        if libc.prctl(*act) != 0:
            raise OSError(ctypes.get_errno(), "the filter of system calls was not taken")


def _steps(calls: _Calls) -> list[bytes]:
    refused = _REFUSE | errno.EPERM
    found = [
        _step(_LOAD, _ARCHITECTURE_AT),
        _step(_EQUAL, calls.architecture, 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER_AT),
        _step(_AT_LEAST, _X32, 0, 1),
        _step(_RETURN, _KILL),
        # Its flags are out of a filter's sight; libc then asks for the older call.
        _step(_EQUAL, _CLONE3, 0, 1),
        _step(_RETURN, _REFUSE | errno.ENOSYS),
    ]
    for number in calls.others:
        found += [_step(_EQUAL, number, 0, 1), _step(_RETURN, refused)]
    for number in calls.signals:
        found += _only_where(number, _EQUAL, os.getpid())
    found += _only_where(calls.limits, _EQUAL, 0)
    found += _only_where(calls.clone, _HAS, _CLONE_THREAD)
    return [*found, _step(_RETURN, _ALLOW)]


def _only_where(number: int, comparison: int, value: int) -> list[bytes]:
    """The call is refused unless its first argument is, or has, this."""
    return [
        _step(_EQUAL, number, 0, 4),
        _step(_LOAD, _FIRST_AT),
        _step(comparison, value, 0, 1),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _REFUSE | errno.EPERM),
    ]


def _step(code: int, value: int, if_so: int = 0, if_not: int = 0) -> bytes:
    """One instruction; `if_so` and `if_not` are how many are then left out."""
    return struct.pack("=HBBI", code, if_so, if_not, value)
