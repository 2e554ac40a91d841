"""The calls that were refused, by the rid of their answer, for `openapi/rid/get`."""

from dataclasses import dataclass, field
from typing import Any, Final

KEPT_S: Final = 7 * 86_400
MOST_KEPT: Final = 1000


@dataclass(frozen=True, slots=True)
class RefusedCall:
    """`body` as it came; the address without credentials."""

    appid: str
    at: float
    url: str
    body: str
    answer: str
    address: str

    def shown(self) -> dict[str, Any]:
        """As WeChat words it."""
        return {
            "invoke_time": int(self.at),
            "cost_in_ms": 0,
            "request_url": self.url,
            "request_body": self.body,
            "response_body": self.answer,
            "client_ip": self.address,
        }


@dataclass(slots=True)
class RefusedCalls:
    """The last thousand; WeChat keeps them for seven days."""

    by_rid: dict[str, RefusedCall] = field(default_factory=dict)

    def note(self, rid: str, call: RefusedCall) -> None:
        self.by_rid[rid] = call
        if len(self.by_rid) > MOST_KEPT:
            del self.by_rid[next(iter(self.by_rid))]
