"""`/wechat/push`: where WeChat checks our address and tells us what people did in its dialogues."""

from typing import Final

from sanic.response import HTTPResponse, text

from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.request import ApiRequest
from server.edge.wechat.errors import PushRefused
from server.edge.wechat.push import PushSecrets, answer_url_check, read_push
from server.errors import Forbidden, NotFound
from server.features.messages.take_push import take_events
from server.ports import ports_of

PUSH_LIMIT: Final = 64 * 1024

push = blueprint("wechat_push", Audience.PUBLIC, prefix="/wechat")


def _secrets(request: ApiRequest) -> PushSecrets:
    """Without them the address does not exist. Raises NotFound."""
    secrets = ports_of(request).wechat_push
    if secrets is None:
        raise NotFound
    return secrets


def _query(request: ApiRequest) -> dict[str, str]:
    return dict(request.get_query_args(keep_blank_values=True))


@push.get("/push")
@describe(
    "微信校验推送地址",
    "WeChat checks that this address is ours",
    media="text/plain",
    errors=(Forbidden, NotFound),
)
async def check_address(request: ApiRequest) -> HTTPResponse:
    ports, secrets = ports_of(request), _secrets(request)
    try:
        return text(answer_url_check(secrets, _query(request), now=ports.clock.now()))
    except PushRefused as error:
        ports.push_refused(error.reason)
        raise Forbidden from error


@push.post("/push", once=False, max_body=PUSH_LIMIT)
@describe(
    "接收微信事件推送", "WeChat reports events", media="text/plain", errors=(Forbidden, NotFound)
)
async def take_push(request: ApiRequest) -> HTTPResponse:
    ports, secrets = ports_of(request), _secrets(request)
    try:
        told = read_push(secrets, _query(request), request.body, now=ports.clock.now())
    except PushRefused as error:
        ports.push_refused(error.reason)
        raise Forbidden from error
    for place, word in told.unknown:
        ports.unheard(place, word)
    if told.events:
        # WeChat waits five seconds for its answer; the work is done by a job.
        await take_events(told.events, keyring=ports.keyring, clock=ports.clock)
    return text("success")
