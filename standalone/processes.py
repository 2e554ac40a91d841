"""Our own processes under `up`: servers, the worker and the stand-in, each with what it may know."""

import os
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from socket import socket

from config.files import FOLDER, WECHAT
from config.settings import PREFIX
from standalone.embedded.child import LISTEN_FD, Child
from standalone.embedded.folder import DataFolder
from standalone.supervision.probes import answers_http, runs
from standalone.supervision.stop_order import StopTurn

HOST = "127.0.0.1"
_ROOT = FOLDER.parent
_STAND_IN_SECRETS = ("WECHAT_SECRET", "WECHAT_PUSH_TOKEN", "WECHAT_PUSH_AES_KEY")


@dataclass(frozen=True, slots=True)
class Processes:
    """What they share: the data folder, the environment of the installation, the two sockets."""

    folder: DataFolder
    environment: Mapping[str, str]
    site: socket
    stand_in: socket

    def server(self, number: int) -> Child:
        """The server process of that number, from 0; all of them listen on the one socket."""
        port = self.site.getsockname()[1]
        return self._child(
            "server" if number == 0 else f"server-{number + 1}",
            ("-m", "server", "serve", "--fd", str(LISTEN_FD)),
            self._without("OWNER_DSN", "WORKER_DSN"),
            StopTurn.SERVER,
            ready=lambda: answers_http(HOST, port, "/health/live"),
            listen=self.site,
        )

    def wechat(self) -> Child:
        """The stand-in for WeChat."""
        port = self.stand_in.getsockname()[1]
        argv = (
            *("-m", "standalone.wechat", "--fd", str(LISTEN_FD), "--port", str(port)),
            *("--data", str(self.folder.root / "wechat"), "--templates", str(WECHAT)),
            *("--appid", self.environment[PREFIX + "WECHAT_APPID"]),
            *("--push-url", f"{url_of(self.site)}/wechat/push"),
            # Nobody here holds a phone to tap on: what the product was told to be agreed, is.
            "--accept-all",
        )
        return self._child(
            "wechat",
            argv,
            self._only(_STAND_IN_SECRETS),
            StopTurn.STAND_IN,
            ready=lambda: answers_http(HOST, port, "/_control/deliveries"),
            listen=self.stand_in,
        )

    def worker(self) -> Child:
        """The worker; it counts as started at once, for it serves nobody."""
        argv = ("-m", "server", "worker")
        return self._child("worker", argv, self._without("OWNER_DSN"), StopTurn.WORKER, ready=runs)

    def _child(
        self,
        name: str,
        argv: tuple[str, ...],
        environment: Mapping[str, str],
        turn: StopTurn,
        *,
        ready: Callable[[], Awaitable[bool]],
        listen: socket | None = None,
    ) -> Child:
        return Child(
            name=name,
            argv=(sys.executable, *argv),
            cwd=_ROOT,
            env={**_inherited(), **environment},
            pid_file=self.folder.pid_file(name),
            log_file=self.folder.log_file(name),
            ready=ready,
            listen=listen,
            stop_turn=turn,
            stop_within_s=15.0,
        )

    def _only(self, names: Sequence[str]) -> dict[str, str]:
        return {PREFIX + name: self.environment[PREFIX + name] for name in names}

    def _without(self, *names: str) -> dict[str, str]:
        """A process that cannot become the database's owner cannot rewrite what only grows."""
        hidden = {PREFIX + name for name in names}
        return {name: value for name, value in self.environment.items() if name not in hidden}


def url_of(listening: socket) -> str:
    """Where a browser on this machine reaches that socket."""
    return f"http://{HOST}:{listening.getsockname()[1]}"


def _inherited() -> dict[str, str]:
    """The part of our own environment that a Python child needs."""
    names = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "VIRTUAL_ENV", "PYTHONPATH")
    return {name: os.environ[name] for name in names if name in os.environ}
