"""The filter of system calls, step by step as the kernel goes through it, on each processor it knows."""

import errno
import os
import re
import struct
from pathlib import Path

import pytest

from storage.files.child import only_threads

# Linux 6.1, arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h (ARM64).
NUMBERS = {
    "x86_64": {
        **{"read": 0, "mmap": 9, "futex": 202, "exit_group": 231, "clone3": 435, "clone": 56},
        **{"fork": 57, "vfork": 58, "execve": 59, "execveat": 322, "ptrace": 101, "tkill": 200},
        **{"process_vm_readv": 310, "process_vm_writev": 311, "rt_sigqueueinfo": 129},
        **{"rt_tgsigqueueinfo": 297, "kill": 62, "tgkill": 234, "prlimit64": 302},
        **{"sched_setparam": 142, "sched_setscheduler": 144, "sched_setaffinity": 203},
        **{"sched_setattr": 314, "ioprio_set": 251, "migrate_pages": 256, "move_pages": 279},
    },
    "aarch64": {
        **{"read": 63, "mmap": 222, "futex": 98, "exit_group": 94, "clone3": 435, "clone": 220},
        **{"execve": 221, "execveat": 281, "ptrace": 117, "tkill": 130},
        **{"process_vm_readv": 270, "process_vm_writev": 271, "rt_sigqueueinfo": 138},
        **{"rt_tgsigqueueinfo": 240, "kill": 129, "tgkill": 131, "prlimit64": 261},
        **{"sched_setparam": 118, "sched_setscheduler": 119, "sched_setaffinity": 122},
        **{"sched_setattr": 274, "ioprio_set": 30, "migrate_pages": 238, "move_pages": 239},
    },
}
MACHINE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
ALLOWED, KILLED = 0x7FFF0000, 0x80000000
REFUSED, UNKNOWN = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
THREAD = 0x00010000
FREE = {"read", "mmap", "futex", "exit_group"}
BY_ARGUMENT = {"clone", "kill", "tgkill", "prlimit64", "clone3"}


def judged(processor: str, number: int, first: int = 0, machine: int | None = None) -> int:
    """What the kernel would answer to this call; `first` is its first argument."""
    asked = MACHINE[processor] if machine is None else machine
    data = struct.pack("=iIQ6Q", number, asked, 0, first, *[0] * 5)
    steps = only_threads._steps(only_threads._CALLS[processor])
    at = held = 0
    while True:
        code, if_so, if_not, value = struct.unpack("=HBBI", steps[at])
        at += 1
        if code == 0x06:
            return value
        if code == 0x20:
            (held,) = struct.unpack_from("=I", data, value)
            continue
        answer = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}[code]
        at += if_so if answer else if_not


@pytest.mark.parametrize("processor", NUMBERS)
def test_threads_and_nothing_else(processor: str) -> None:
    numbers = NUMBERS[processor]
    for name, number in numbers.items():
        if name not in BY_ARGUMENT:
            wanted = ALLOWED if name in FREE else REFUSED
            assert judged(processor, number, 1234) == wanted, name
    assert judged(processor, numbers["clone3"]) == UNKNOWN
    assert judged(processor, numbers["clone"], THREAD) == ALLOWED
    assert judged(processor, numbers["clone"], 17) == REFUSED
    for name in ("kill", "tgkill"):
        assert judged(processor, numbers[name], os.getpid()) == ALLOWED
        assert judged(processor, numbers[name], os.getppid()) == REFUSED
    assert judged(processor, numbers["prlimit64"], 0) == ALLOWED
    assert judged(processor, numbers["prlimit64"], os.getppid()) == REFUSED
    # Another processor's calls, and those of x32, have other numbers.
    assert judged(processor, numbers["read"], machine=0x40000003) == KILLED
    assert judged(processor, 0x40000000 | numbers["read"]) == KILLED


@pytest.mark.parametrize("processor", NUMBERS)
def test_the_numbers_are_the_kernels(processor: str) -> None:
    header = HEADERS[processor]
    if not header.exists():
        pytest.skip(f"the kernel's headers (linux-libc-dev) are not here: {header}")
    found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text())
    kernels = {name: int(number) for name, number in found}
    assert {name: kernels[name] for name in NUMBERS[processor]} == NUMBERS[processor]
