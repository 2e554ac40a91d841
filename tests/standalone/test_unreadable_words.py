"""What Valkey says when it ends: only reading can show that data are unreadable."""

import signal

import pytest

from standalone.embedded.valkey_data import is_unreadable

READING = "1:M # Server initialized\n1:M * Reading RDB base file on AOF loading...\n"


@pytest.mark.parametrize(
    ("returncode", "words", "unreadable"),
    [
        (1, READING + "1:M # Bad file format reading the append only file", True),
        (-signal.SIGSEGV, READING, True),
        (-signal.SIGABRT, READING + "# Out Of Memory allocating 900000000000000000 bytes!", True),
        (-signal.SIGABRT, READING + "# Out Of Memory allocating 20480 bytes!", False),
        (1, READING + "# Can't open or create append-only dir: No space left on device", False),
        (-signal.SIGKILL, READING, False),
        (-signal.SIGTERM, READING, False),
        (0, READING + "# User requested shutdown...", False),
        (1, READING + "* Ready to accept connections unix\n# Crashed", False),
        (1, "# Failed opening Unix socket: bind: Address already in use", False),
        (1, "*** FATAL CONFIG FILE ERROR ***", False),
        (1, "", False),
    ],
)
def test_only_reading_can_show_that_data_are_unreadable(
    returncode: int, words: str, unreadable: bool
) -> None:
    assert is_unreadable(returncode, words) is unreadable
