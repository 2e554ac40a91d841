"""Turns itself into a child: sets user, folder, socket and death signal, then runs the program (exec).

Run as `python -I -S shim.py ORDER PROGRAM ARG…`; standard library only, imports nothing of ours.
It is a program of its own because the death signal must be set in the child, after the change of
user (which clears it), and code between fork and exec of a threaded parent is not safe.
"""

import ctypes
import json
import os
import sys
from typing import Any

PR_SET_PDEATHSIG = 1
PARENT_GONE = 70


def write_pid_file(path: str, program: str) -> None:
    """`pid start-time program`; pid and start time together name a process for good (proc(5))."""
    with open("/proc/self/stat", encoding="utf-8") as stat:
        start_time = stat.read().rpartition(")")[2].split()[19]
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"{os.getpid()} {start_time} {os.path.realpath(program)}\n")


def hand_over_socket(number: int, wanted: int) -> None:
    if number == wanted:
        os.set_inheritable(number, True)
    else:
        os.dup2(number, wanted, inheritable=True)
        os.close(number)
    os.environ["LISTEN_FDS"] = "1"
    os.environ["LISTEN_PID"] = str(os.getpid())


def become_account(uid: int, gid: int) -> None:
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def die_with_parent(parent: int, death_signal: int) -> None:
    """Ask for the signal first, look second: a parent that died in between is seen by one of both."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    if os.getppid() != parent:
        sys.exit(PARENT_GONE)


def main() -> None:
    order: dict[str, Any] = json.loads(sys.argv[1])
    argv = sys.argv[2:]
    # The folder is entered before the user changes: a folder above it may be closed to that user.
    os.chdir(order["cwd"])
    os.umask(0o077)
    write_pid_file(order["pid_file"], argv[0])
    if order["listen"] is not None:
        hand_over_socket(order["listen"], order["listen_as"])
    if order["account"] is not None:
        become_account(*order["account"])
    die_with_parent(order["parent"], order["death_signal"])
    os.execv(argv[0], argv)  # noqa: S606  # an argument list by ourselves, no shell


if __name__ == "__main__":
    main()
