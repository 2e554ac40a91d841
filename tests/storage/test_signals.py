"""A signal to a process that is just ending takes nothing of how it ended."""

import asyncio
import os
import signal
from collections import Counter

from standalone.embedded import process

TIMES = 300
"""With asyncio's own `send_signal` one in some hundred lost its ending."""


async def test_how_a_process_ended_is_known_whatever_it_is_sent_meanwhile() -> None:
    endings: Counter[int] = Counter()
    for _ in range(TIMES):
        ending = await asyncio.create_subprocess_exec("sleep", "60")
        os.kill(ending.pid, signal.SIGTERM)
        for _ in range(50):
            process.send(ending, signal.SIGCONT)
        endings[await ending.wait()] += 1
    assert endings == {-signal.SIGTERM: TIMES}
