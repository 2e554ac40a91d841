"""Writes log lines from a thread of its own, so that a slow reader never holds up a request."""

import os
from queue import Full, Queue
from threading import Thread

_MOST_BATCHES = 1024
_BATCH_LINES = 512


class LogWriter:
    """Collects lines; `flush` hands them over in one piece. When its reader stalls, lines drop."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lines: list[bytes] = []
        self._batches: Queue[bytes | None] = Queue(_MOST_BATCHES)
        self._thread: Thread | None = None
        self.dropped = 0

    def open(self) -> None:
        self._thread = Thread(target=self._write_batches, name="log-writer", daemon=True)
        self._thread.start()

    def write(self, line: bytes) -> None:
        """`line` ends with a newline."""
        self._lines.append(line)
        if len(self._lines) >= _BATCH_LINES:
            self.flush()

    def flush(self) -> None:
        if not self._lines:
            return
        lines, self._lines = self._lines, []
        try:
            self._batches.put_nowait(b"".join(lines))
        except Full:
            self.dropped += len(lines)

    def close(self) -> None:
        """Hand over what is left and wait until it is written, at most two seconds."""
        self.flush()
        if self._thread is None:
            return
        try:
            self._batches.put(None, timeout=2)
        except Full:
            return
        self._thread.join(timeout=2)
        self._thread = None

    def _write_batches(self) -> None:
        while (batch := self._batches.get()) is not None:
            rest = memoryview(batch)
            try:
                while rest:
                    rest = rest[os.write(self._descriptor, rest) :]
            except OSError:
                # Whoever read the log is gone; requests go on without one.
                self.dropped += batch.count(b"\n")
