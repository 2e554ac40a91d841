"""`/wechat/push`: where WeChat checks our address and tells us what people did in its dialogues."""

from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from sanic.response import HTTPResponse, text

from server.audiences import Audience, blueprint
from server.errors import Forbidden, NotFound
from server.web.describe import describe
from server.web.request import ApiRequest
from server.wechat.errors import PushRefused
from server.wechat.push import PushSecrets, answer_url_check, read_push
from server.wechat.push_events import PushEvent

PUSH_LIMIT: Final = 64 * 1024
TakeEvents = Callable[[list[PushEvent]], Awaitable[None]]

push = blueprint("wechat_push", Audience.PUBLIC, prefix="/wechat")


class PushPorts(Protocol):
    """What this route takes of `app.ctx.ports`; without secrets the address does not exist.

    `wechat_events` stores the events and returns within a second (WeChat waits five); duplicates
    are its to drop, by `dedupe_key`.
    """

    @property
    def wechat_push(self) -> PushSecrets | None: ...
    @property
    def wechat_events(self) -> TakeEvents: ...


def _ports(request: ApiRequest) -> tuple[PushSecrets, TakeEvents]:
    ports: PushPorts = request.app.ctx.ports
    if ports.wechat_push is None:
        raise NotFound
    return ports.wechat_push, ports.wechat_events


def _query(request: ApiRequest) -> dict[str, str]:
    return dict(request.get_query_args(keep_blank_values=True))


@push.get("/push")
@describe(
    "WeChat checks that this address is ours", media="text/plain", errors=(Forbidden, NotFound)
)
async def check_address(request: ApiRequest) -> HTTPResponse:
    secrets, _ = _ports(request)
    try:
        return text(answer_url_check(secrets, _query(request)))
    except PushRefused as error:
        raise Forbidden from error


@push.post("/push", once=False, max_body=PUSH_LIMIT)
@describe("WeChat reports events", media="text/plain", errors=(Forbidden, NotFound))
async def take_push(request: ApiRequest) -> HTTPResponse:
    secrets, take = _ports(request)
    try:
        events = read_push(secrets, _query(request), request.body)
    except PushRefused as error:
        raise Forbidden from error
    if events:
        await take(events)
    return text("success")
