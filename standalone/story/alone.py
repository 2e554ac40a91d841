"""A lock: one demonstration at a time, for it compares the pool's figures around each step."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.cli.say import say

_FILE = "demo.lock"


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Wait for another demonstration on that installation to end, then keep others waiting."""
    with (data / _FILE).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("另一场演示正在进行，等它结束", "Another demonstration is running; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
