"""One call of an API as its handler sees it, and how handlers are registered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from standalone.wechat.records import App
from standalone.wechat.replies import Answer, Refusal
from standalone.wechat.world import World


@dataclass(frozen=True, slots=True)
class Call:
    """`app` is set where a token named it; `body` is the decoded object of a POST, `raw` its text."""

    path: str
    query: dict[str, str]
    body: dict[str, Any] = field(default_factory=dict)
    token_app: App | None = None
    address: str = ""
    raw: str = ""

    @property
    def app(self) -> App:
        if self.token_app is None:
            raise Refusal(41001)
        return self.token_app


Handle = Callable[[World, Call], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`token`: needs `?access_token=`; `text`: answers as `text/plain`."""

    method: Literal["GET", "POST"]
    handle: Handle
    token: bool = True
    text: bool = False


def app_by_credentials(world: World, call: Call, given: dict[str, Any]) -> App:
    """The app of `appid` and `secret`. Refuses as the token APIs and login do."""
    if not given.get("appid"):
        raise Refusal(41002)
    if not given.get("secret"):
        raise Refusal(41004)
    app = world.apps.get(str(given["appid"]))
    if app is None:
        raise Refusal(40013)
    if app.frozen:
        raise Refusal(40243)
    if app.secret != given["secret"]:
        raise Refusal(40125)
    return app


def refuse_address(app: App, call: Call) -> None:
    """The optional allow-list guards the token APIs."""
    if app.allowed_ips and call.address not in app.allowed_ips:
        ip = call.address
        raise Refusal(40164, f"invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist")
