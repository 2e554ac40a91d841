"""The one place where refusals and failures become `application/problem+json` (RFC 9457)."""

import logging
from asyncio import CancelledError
from collections.abc import Iterator, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any, Final, cast

from sanic.constants import HTTP_METHODS
from sanic.exceptions import MethodNotAllowed as NoSuchMethod
from sanic.exceptions import SanicException, ServiceUnavailable
from sanic.handlers import ErrorHandler
from sanic.request import Request
from sanic.response import HTTPResponse

from models.rules.reasons import Reason, Text
from server.edge.web.replies import encode, version_tag
from server.edge.web.request import ApiRequest
from server.errors import AppError, NotFound, TooLarge, Unavailable
from storage.errors import StoreUnavailable
from storage.postgres.core.lost import ROLLED_BACK

_LOG = logging.getLogger(__name__)
MEDIA = "application/problem+json"
_RETRY_SECONDS = 5
_FOR_PROGRAMS = ("/api/", "/health", "/metrics", "/docs/")
_STORES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "postgres": Text(
            "系统暂时读不到数据，刚才的操作没有完成，请稍后再试",
            "The database does not answer; try again later",
        ),
        "redis": Text(
            "排队服务暂时不可用，请稍后再试", "The line does not answer; try again later"
        ),
        "files": Text(
            "文件存储暂时不可用，请稍后再试", "File storage does not answer; try again later"
        ),
        "scanner": Text(
            "病毒检查暂时不可用，请稍后再试", "The virus scan does not answer; try again later"
        ),
    }
)


class BadRequest(AppError):
    """What came is not HTTP as it should be."""

    status, code = 400, "bad_request"
    title = Text("请求格式有误，请刷新页面后再试", "The request is malformed; reload and try again")


class MethodNotAllowed(AppError):
    """The path is known, the method is not for it."""

    status, code = 405, "method_not_allowed"
    title = Text(
        "这里不能这样操作，请刷新页面后再试",
        "This method is not allowed here; reload and try again",
    )


class RequestSlow(AppError):
    """The client took too long to send its request."""

    status, code = 408, "request_timeout"
    title = Text(
        "网络太慢，内容没有传完；请换个网络再试一次", "The request took too long to arrive"
    )


class UrlTooLong(AppError):
    """The address is longer than any of ours."""

    status, code = 414, "url_too_long"
    title = Text("查询条件太长，请减少条件后再试", "The URL is too long; search for less")


class ExpectationFailed(AppError):
    """An `Expect` header that is not known here."""

    status, code = 417, "expectation_failed"
    title = Text("请求格式有误，请刷新页面后再试", "This expectation cannot be met")


class ClientGone(AppError):
    """The client hung up; nobody reads this, only the log line shows it."""

    status, code = 499, "client_gone"
    title = Text("连接已断开，请刷新页面后再试", "The client hung up; try again")


_BY_STATUS: Final[Mapping[int, type[AppError]]] = MappingProxyType(
    {
        kind.status: kind
        for kind in (
            BadRequest,
            NotFound,
            MethodNotAllowed,
            RequestSlow,
            TooLarge,
            UrlTooLong,
            ExpectationFailed,
            Unavailable,
        )
    }
)


def as_refusal(error: BaseException) -> AppError | None:
    """What the person is told, None for what nobody foresaw."""
    if isinstance(error, AppError):
        return error
    if isinstance(error, StoreUnavailable):
        return Unavailable(_STORES[error.store], retry_after=_RETRY_SECONDS)
    if isinstance(error, ROLLED_BACK):
        return Unavailable(_STORES["postgres"], retry_after=_RETRY_SECONDS)
    if isinstance(error, SanicException):
        kind = _BY_STATUS.get(error.status_code or 500)
        return None if kind is None else kind()
    return ClientGone() if isinstance(error, CancelledError) else None


def _entry(reason: Reason, english: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "field": reason.field,
        "code": reason.code,
        "message": reason.text.in_language(english),
    }
    if reason.cite is not None:
        entry["cite"] = reason.cite
    if reason.assumed:
        entry["assumed"] = True
    return entry if reason.reading is None else entry | {"reading": reason.reading}


def problem_body(error: AppError, *, english: bool, request_id: str) -> dict[str, Any]:
    """The members of a problem, in the language asked for."""
    body: dict[str, Any] = {
        "type": f"/docs#{error.code}",
        "title": error.title.in_language(english),
        "status": error.status,
        "code": error.code,
        "detail": (error.detail or error.title).in_language(english),
        "errors": [_entry(reason, english) for reason in error.errors],
        "request_id": request_id,
    }
    return body if error.current is None else body | {"current": error.current}


def problem_reply(request: ApiRequest, error: AppError) -> HTTPResponse:
    """The answer for one refusal, with the headers that its status asks for."""
    english = request.english
    body = problem_body(error, english=english, request_id=request.id)
    headers = {"content-language": "en" if english else "zh-CN"}
    if error.status in (429, 503):
        headers["retry-after"] = str(error.retry_after or _RETRY_SECONDS)
    if error.version is not None:
        headers["etag"] = version_tag(error.version)
    if error.status == 401:
        headers["www-authenticate"] = "Bearer"
    return HTTPResponse(encode(body), error.status, headers, content_type=MEDIA)


def refusal_reply(request: ApiRequest, error: AppError) -> HTTPResponse:
    """As a page for a browser that opens one, else as a problem with the same headers."""
    problem = problem_reply(request, error)
    draw = getattr(request.app.ctx, "refused_page", None)
    if draw is None or request.path.startswith(_FOR_PROGRAMS) or not takes_page(request):
        return problem
    page: HTTPResponse = draw(request, error)
    page.headers.update({**problem.headers, "vary": "accept, accept-language"})
    return page


def takes_page(request: ApiRequest) -> bool:
    """Whether a browser opens the address, rather than a program."""
    return "text/html" in request.headers.get("accept", "")


def _still_sending(request: ApiRequest) -> bool:
    """Sanic calls both a slow handler and a stalled body a response timeout."""
    return request.stream is not None and bool(request.stream.request_body)


class ProblemHandler(ErrorHandler):
    """Sanic's hook for whatever a handler, the router or the server itself raised."""

    def response(self, request: Request[Any, Any], exception: BaseException) -> HTTPResponse:
        asked = cast(ApiRequest, request)
        refusal = as_refusal(exception)
        if isinstance(exception, ServiceUnavailable) and _still_sending(asked):
            refusal = RequestSlow()
        if refusal is None:
            _LOG.error("unexpected %s", type(exception).__name__, exc_info=exception)
            refusal = AppError()
        elif refusal.status >= 500:
            _LOG.warning("refused with %s: %s", refusal.code, exception)
        answer = refusal_reply(asked, refusal)
        if isinstance(exception, NoSuchMethod):
            answer.headers["allow"] = ", ".join(_allowed(asked))
        return answer


def _allowed(request: ApiRequest) -> Iterator[str]:
    """What this address takes; Sanic itself does not say that where a part of it is variable."""
    for method in HTTP_METHODS:
        with suppress(SanicException):
            request.app.router.get(request.path, method, None)
            yield method
