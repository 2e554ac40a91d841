"""How many connections may be open, in all and from one address; counted before they cost."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Protocol

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from server.edge.web.client_address import counted_as
from server.edge.web.turned_away import Why

_MOST = 8_000
_MOST_PER_ADDRESS = 256
_KEPT_FILES = 128
_FILES_EACH = 2


class Connection(Protocol):
    """What can be dropped to make room."""

    def abort(self) -> None: ...


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """`most_per_address` is None behind proxies of ours: theirs is the only address seen."""

    most: int = _MOST
    most_per_address: int | None = _MOST_PER_ADDRESS


WANTED_FILES = _KEPT_FILES + _FILES_EACH * _MOST
"""Open files of a process that may have as many connections as it can use."""


def limits_for(open_files: int, *, trusted_proxies: int) -> ConnectionLimits:
    """What so many open files allow: a socket each and a file that it uploads, and some to work.

    One address has a quarter at most, so that it cannot keep everybody else out.
    """
    most = max(1, min(_MOST, (open_files - _KEPT_FILES) // _FILES_EACH))
    each = None if trusted_proxies else max(1, min(_MOST_PER_ADDRESS, most // 4))
    return ConnectionLimits(most, each)


class Connections(Collector):
    """The open connections of a process; those on which no request is worked on make room first."""

    def __init__(self, limits: ConnectionLimits) -> None:
        self._limits = limits
        self._groups: dict[Connection, str | None] = {}
        self._each: Counter[str] = Counter()
        self._silent: dict[Connection, None] = {}
        self._turned_away = {"address": 0, "all": 0, "dropped": 0}

    def enter(self, one: Connection, address: str) -> Why | None:
        """Why it is one too many, if it is; `address` is empty for a socket that has none."""
        group = self._group(address)
        why = self._refusal(group)
        if why is not None:
            self._turned_away[why] += 1
            return why
        self._groups[one] = group
        self._silent[one] = None
        if group is not None:
            self._each[group] += 1
        return None

    def show(self, one: Connection) -> None:
        """It has sent the head of a request: somebody is there."""
        self._silent.pop(one, None)

    def rest(self, one: Connection) -> None:
        """It was answered and is only kept: one cheap request is worth no place for a minute."""
        if one in self._groups:
            self._silent.setdefault(one)

    def leave(self, one: Connection) -> None:
        self._silent.pop(one, None)
        group = self._groups.pop(one, None)
        if group is not None:
            self._each[group] -= 1
            if not self._each[group]:
                del self._each[group]

    def _refusal(self, group: str | None) -> Why | None:
        if group is not None and self._each[group] >= (self._limits.most_per_address or 0):
            return "address"
        if len(self._groups) >= self._limits.most and not self._make_room():
            return "all"
        return None

    def _make_room(self) -> bool:
        """Whoever has been silent longest goes: a client with a request needs no time to show it."""
        oldest = next(iter(self._silent), None)
        if oldest is None:
            return False
        self._turned_away["dropped"] += 1
        self.leave(oldest)
        oldest.abort()
        return True

    def _group(self, address: str) -> str | None:
        """Whom it counts for; nobody on this machine, which is where a proxy may stand."""
        if self._limits.most_per_address is None or not address or _is_loopback(address):
            return None
        return counted_as(address)

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily(
            "shuangtui_connections_open", "Connections open", value=len(self._groups)
        )
        away = CounterMetricFamily(
            "shuangtui_connections_turned_away",
            "Connections closed for want of room: one address, all, or those at rest for others",
            labels=("why",),
        )
        for why, count in self._turned_away.items():
            away.add_metric((why,), count)
        yield away


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False
