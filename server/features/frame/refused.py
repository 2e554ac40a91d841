"""What a browser shows where a page is refused: in the frame, in words, with a way on."""

from pathlib import Path
from typing import Final

from sanic.response import HTTPResponse

from models.rules.reasons import Text
from server.edge.web.request import ApiRequest
from server.errors import AppError, NotFound, RateLimited
from server.features.frame.send import send_once
from server.features.frame.templates import Head, Templates
from server.features.frame.visit import visit_of

_TEMPLATES: Final = Templates(Path(__file__).with_name("templates"))
_HEADINGS: Final = {
    404: Text("没有找到这个网页", "There is no such page"),
    422: Text("查询条件需要修改", "Please change what you asked for"),
    429: Text("访问太频繁，请稍后再试", "Too many requests; try again later"),
    503: Text("服务暂时不可用", "Temporarily unavailable"),
}
_OTHER: Final = Text("这一步没有办成", "This did not work")
_LOST: Final = Text(
    "网址可能输错了，或者内容已经撤下。可以在上方搜索，或从首页重新查找。",
    "The address may be mistyped, or the page is gone. Search above, or start from the first page.",
)


def refused_page(request: ApiRequest, error: AppError) -> HTTPResponse:
    """Reads nothing from any store, for it may be that which is away."""
    asked = visit_of(request, "")
    heading = _HEADINGS.get(error.status, _OTHER).in_language(asked.english)
    told = _told(error)
    page = _TEMPLATES.render(
        "refused.html",
        asked,
        Head(heading, kept_out=True),
        told=told.in_language(asked.english),
        reasons=[reason.text.in_language(asked.english) for reason in error.errors],
        request_id=request.id,
        status=error.status,
    )
    return send_once(page, error.status)


def _told(error: AppError) -> Text:
    if error.code == NotFound.code:
        return _LOST
    if error.code == RateLimited.code and error.retry_after:
        seconds = error.retry_after
        return Text(
            f"请等 {seconds} 秒再打开这一页。", f"Open this page again in {seconds} seconds."
        )
    return error.detail or error.title
