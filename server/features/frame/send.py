"""Sends pages: kept for a second for all who ask, or made for one, each with the policy of pages."""

from collections.abc import Awaitable, Callable
from typing import Final

from sanic.response import HTTPResponse

from server.edge.web.packed import Prepared
from server.edge.web.rendered import RenderedCache
from server.edge.web.request import ApiRequest
from server.features.frame.visit import target_of

HTML: Final = "text/html; charset=utf-8"
# Nothing from elsewhere, nothing inline. Data that browsers do not run, such as what search engines
# read, is no script to this policy.
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: Final = {"content-security-policy": POLICY}
Make = Callable[[], Awaitable[str]]


async def send_kept(request: ApiRequest, kept: RenderedCache, make: Make) -> HTTPResponse:
    """The page of this address, made once a second for all who ask for it; 304 if it is known."""

    async def render() -> bytes:
        return (await make()).encode()

    answer = await kept.reply(request, render, content_type=HTML, target=target_of(request))
    answer.headers.update(_HEADERS)
    return answer


async def send_made(request: ApiRequest, page: str) -> HTTPResponse:
    """A page of one question, such as an estimate: nobody else asks it. 304 if it is known."""
    vary = "accept-language, accept-encoding"
    answer = await Prepared(page.encode(), HTML).reply(request, vary=vary)
    answer.headers.update(_HEADERS)
    return answer


def send_once(page: str, status: int = 200, **headers: str) -> HTTPResponse:
    """A page that nobody keeps: an answer about somebody's paper, or a refusal."""
    kept = {**_HEADERS, "cache-control": "no-store", "vary": "accept, accept-language"}
    return HTTPResponse(page, status, kept | headers, content_type=HTML)
