"""A nursery that may make no process now says so, and lives on."""

import errno
import os
import socket
from types import ModuleType

import pytest

from storage.files.child import nursery


def test_no_process_now_is_not_the_files_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", full)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    answer, answer_end = os.pipe()
    status, status_end = os.pipe()
    monkeypatch.setattr(nursery, "_SERVER", theirs.fileno())
    asked = nursery.Nursery(nursery, ModuleType("a_reader"), threads=False)
    with ours, theirs, open(os.devnull, "rb") as content:
        for _ in range(2):
            socket.send_fds(ours, [b"[1, 1, 1]"], [content.fileno(), answer_end, status_end])
            assert asked._take(), "it lives on"
            assert nursery.STATUS.unpack(os.read(status, 16)) == (nursery.UNABLE,)
    for one in (answer, answer_end, status, status_end):
        os.close(one)
