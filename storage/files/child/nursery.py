"""Has a program's libraries loaded once and forks a process for each file, at which it never looks.

Run as `python -I -S nursery.py PACKAGES ROOT MODULE THREADS`, its standard input a socket of the
server's. A message is JSON of memory, processor time, wall time and the program's arguments; it
brings three descriptors: of the file, and of pipes for the answer and for how it ended.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import struct
import sys
from types import ModuleType

UNABLE, FAILED = 3, 4
"""UNABLE: the libraries or the limits, not the file. FAILED: the program gave up on the file."""
STATUS = struct.Struct("=i")
"""How a fork ended: its exit code, negative for a signal."""
MOST_BYTES = 64 * 1024
"""Of a message."""

_IDLE_MILLISECONDS = 300_000
_FORK = "storage.files.child.fork"
_SERVER = 0


def main() -> None:
    packages, root, module, threads = sys.argv[1:]
    sys.path += [packages, root]
    fork = importlib.import_module(_FORK)
    with_threads = threads == "1"
    fork.get_ready(threads=with_threads)
    try:
        program: ModuleType | str = importlib.import_module(module)
    except Exception as failure:  # noqa: BLE001  # told to whoever asks for the program
        program = repr(failure)
    # What is loaded stays shared with the forks, and none of them may look into this process.
    gc.freeze()
    fork.be_untouchable()
    Nursery(fork, program, threads=with_threads).run()


class Nursery:
    """Takes messages, forks, and tells how each fork ended."""

    def __init__(self, fork: ModuleType, program: ModuleType | str, *, threads: bool) -> None:
        self._fork, self._program, self._threads = fork, program, threads
        self._server = socket.socket(fileno=os.dup(_SERVER))
        self._running: dict[int, int] = {}
        self._ended, self._wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._ready = select.poll()

    def run(self) -> None:
        """Until the server hangs up, or nothing was asked for a while."""
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._ready.register(self._server.fileno(), select.POLLIN)
        self._ready.register(self._ended, select.POLLIN)
        while happened := self._ready.poll(_IDLE_MILLISECONDS):
            for descriptor, _ in happened:
                if descriptor == self._ended:
                    os.read(self._ended, 1024)
                    self._reap()
                elif descriptor == self._server.fileno():
                    if not self._take():
                        return
                elif descriptor in self._running:
                    # Nobody waits for it any more.
                    os.kill(self._running[descriptor], signal.SIGKILL)
                    self._ready.unregister(descriptor)

    def _take(self) -> bool:
        message, held, _, _ = socket.recv_fds(self._server, MOST_BYTES, 3)
        if not message:
            return False
        content, answer, status = held
        if isinstance(self._program, str):
            # Ends with this, so that the next one tries anew.
            os.write(answer, self._program.encode())
            os.write(status, STATUS.pack(UNABLE))
            return False
        try:
            pid = os.fork()
        except OSError:
            os.write(status, STATUS.pack(UNABLE))
            os.close(status)
        else:
            if pid == 0:
                order = json.loads(message)
                self._fork.become(self._program, order, content, answer, threads=self._threads)
            self._running[status] = pid
            self._ready.register(status, 0)
        os.close(content)
        os.close(answer)
        return True

    def _reap(self) -> None:
        by_pid = {pid: status for status, pid in self._running.items()}
        while by_pid:
            pid, how = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            status = by_pid.pop(pid)
            del self._running[status]
            try:
                self._ready.unregister(status)
                os.write(status, STATUS.pack(os.waitstatus_to_exitcode(how)))
            except (KeyError, BrokenPipeError):
                # It was killed because nobody waits.
                pass
            os.close(status)


if __name__ == "__main__":
    main()
