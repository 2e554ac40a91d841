"""What a connection is told for which there is no room: written once, sent without reading a byte."""

from collections.abc import Callable
from typing import Literal

from sanic.response import HTTPResponse

from models.rules.reasons import Text
from server.edge.web.problems import MEDIA, problem_body
from server.edge.web.replies import encode
from server.edge.web.response_head import whole_head
from server.errors import AppError, RateLimited, Unavailable

Why = Literal["address", "all"]
_RETRY_SECONDS = "5"
_PLACE_OF_ID = "0" * 24


class TooManyConnections(RateLimited):
    """One address holds as many connections as one may."""

    title = Text(
        "您的网络同时打开的连接太多，请关掉一些页面，稍后再试",
        "Too many connections from your network; close some and try again later",
    )


class NoRoom(Unavailable):
    """The process holds as many connections as it can."""

    title = Text("访问的人太多，请稍后再试", "Too many visitors at the moment; try again later")


def answers() -> Callable[[Why, str], bytes]:
    """Takes why, and the request's id (24 signs); gives the whole answer."""
    made = {"address": _whole(TooManyConnections()), "all": _whole(NoRoom())}
    place = _PLACE_OF_ID.encode()
    return lambda why, request_id: made[why].replace(place, request_id.encode())


def _whole(error: AppError) -> bytes:
    body = encode(problem_body(error, english=False, request_id=_PLACE_OF_ID))
    headers = {
        "content-language": "zh-CN",
        "retry-after": _RETRY_SECONDS,
        "x-request-id": _PLACE_OF_ID,
    }
    head = whole_head(HTTPResponse(body, error.status, headers, content_type=MEDIA), False)
    if head is None:
        raise ValueError("no head")
    return head + body
