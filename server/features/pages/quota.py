"""The live page of an edition's money; where there is script it reads itself anew every 15 seconds."""

from asyncio import get_running_loop
from dataclasses import dataclass
from datetime import datetime

from sanic.response import HTTPResponse

from server.edge.web.packed import Prepared
from server.edge.web.replies import etag_of, matches
from server.edge.web.request import ApiRequest
from server.features.frame.send import HTML, POLICY
from server.features.frame.templates import Crumb, Head
from server.features.frame.visit import Visit, visit_of
from server.features.frame.written import clock
from server.features.pages.drawing import TEMPLATES, home_crumb, programmes_crumb
from server.features.pages.money_left import MoneyLeft, money_left
from server.features.programmes.show import show_programme
from server.ports import Ports

_MOST_KEPT = 64
_AT_LEAST_SECONDS = 0.2
_KNOWN = frozenset({"lang"})
_Key = tuple[str, str, bool]
_VARY = "accept-language, accept-encoding"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A page, what it was made of, and the tag of all that it says but for its moment."""

    made_of: str
    tag: str
    answer: Prepared
    made_at: float


class QuotaPages:
    """Keeps each edition's page as long as its figures stay and the minute lasts.

    The tag is weak, as that of the API's figures: who has the page is told 304 until it says something
    else. What is kept is never older than a minute, so that its clock does not lie.
    """

    def __init__(self) -> None:
        self._kept: dict[_Key, _Kept] = {}
        self._drawing: set[_Key] = set()

    async def reply(self, request: ApiRequest, ports: Ports, code: str) -> HTTPResponse:
        """Raises NotFound, StoreUnavailable."""
        shown = await ports.figures.show(code)
        # Whatever else stands in the address makes no other page, nor pushes one out.
        asked = visit_of(request, ports.public_url, known=_KNOWN)
        key = (code, asked.chosen, asked.english)
        made_of = f"{shown.etag} {ports.clock.now():%H:%M}"
        kept = self._kept.get(key)
        if kept is None or self._is_due(kept, key, made_of):
            self._drawing.add(key)
            try:
                kept = await _kept_page(asked, ports, code, made_of)
            finally:
                self._drawing.discard(key)
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = kept
        if matches(request.headers.get("if-none-match"), kept.tag):
            answer = HTTPResponse(status=304, headers={"cache-control": "no-cache", "vary": _VARY})
        else:
            answer = await kept.answer.reply(request, vary=_VARY)
        answer.headers["etag"] = kept.tag
        answer.headers["content-security-policy"] = POLICY
        return answer

    def _is_due(self, kept: _Kept, key: _Key, made_of: str) -> bool:
        """On an opening day figures move with every request; a drawing costs as much as many reads."""
        lately = get_running_loop().time() < kept.made_at + _AT_LEAST_SECONDS
        return kept.made_of != made_of and not lately and key not in self._drawing


async def _kept_page(asked: Visit, ports: Ports, code: str, made_of: str) -> _Kept:
    page, said = await _draw(asked, ports, code)
    tag = "W/" + etag_of(page.replace(said, "").encode())
    return _Kept(made_of, tag, Prepared(page.encode(), HTML), get_running_loop().time())


async def _draw(asked: Visit, ports: Ports, code: str) -> tuple[str, str]:
    """The page, and the moment that it says."""
    programme = await show_programme(code, english=asked.english, ports=ports)
    left = await money_left(code, ports)
    title = "Money left" if asked.english else "资金余额"
    head = Head(
        title,
        f"{programme.title} · {title}",
        area="programmes",
        crumbs=(
            home_crumb(asked),
            programmes_crumb(asked),
            Crumb(programme.title, f"/programmes/{code}"),
        ),
        contacts=programme.contacts,
        script="quota.js",
    )
    as_of = clock(_as_of(left, ports.clock.now()), asked.english)
    page = TEMPLATES.render(
        "quota.html",
        asked,
        head,
        programme=programme,
        left=left,
        terms={pool.code: pool for pool in programme.pools},
        as_of=as_of,
    )
    return page, as_of


def _as_of(left: MoneyLeft, now: datetime) -> datetime:
    return min((pool.as_of for pool in left.pools), default=now)
