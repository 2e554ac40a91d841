"""The check of a letter as a page: what a phone shows that has scanned the code on it."""

from pathlib import Path
from typing import Final

from sanic.response import HTTPResponse

from models.rules.money import yuan
from models.rules.reasons import Text
from models.rules.wording import day_in_words
from server.edge.web.problems import takes_page
from server.edge.web.request import ApiRequest
from server.features.frame.send import send_once
from server.features.frame.templates import Crumb, Head, Templates
from server.features.frame.visit import Visit, visit_of
from server.features.letters.refusals import NotGenuine
from server.features.letters.schemas import VerifiedLetter
from server.features.letters.verify import verify_letter
from server.ports import Ports

_TEMPLATES: Final = Templates(Path(__file__).with_name("templates"))
_HOLDS: Final = Text("真实，现行有效", "Genuine, and it holds")
_HELD: Final = Text("真实，但已不再有效", "Genuine, but it no longer holds")
_UNKNOWN: Final = Text("未能核验", "Not recognised")
_CHECK: Final = Text("文书核验", "Check a letter")


async def letter_page(request: ApiRequest, ports: Ports, token: str) -> HTTPResponse:
    """What is known of it, 404 for none of ours; nobody keeps either.

    Raises NotGenuine to programs, StoreUnavailable.
    """
    asked = visit_of(request, ports.public_url)
    try:
        letter = await verify_letter(token, english=asked.english)
    except NotGenuine as refused:
        if not takes_page(request):
            raise
        return send_once(unknown_page(refused.title, asked), 404)
    return send_once(checked_page(letter, asked))


def checked_page(letter: VerifiedLetter, asked: Visit) -> str:
    """A whole HTML page; whatever names hold is text in it."""
    verdict = _HOLDS if letter.in_force else _HELD
    return _TEMPLATES.render(
        "letter.html",
        asked,
        _head(letter.title, asked),
        verdict=verdict.in_language(asked.english),
        standing=letter.standing,
        holds=letter.in_force,
        rows=[(name.in_language(asked.english), value) for name, value in _rows(letter) if value],
    )


def unknown_page(words: Text, asked: Visit) -> str:
    """For a token that is none of ours."""
    return _TEMPLATES.render(
        "letter.html",
        asked,
        _head(_UNKNOWN.in_language(asked.english), asked),
        verdict=_UNKNOWN.in_language(asked.english),
        standing=words.in_language(asked.english),
        holds=False,
        rows=[],
    )


def _head(title: str, asked: Visit) -> Head:
    above = Crumb(_CHECK.in_language(asked.english), "/verify")
    return Head(title, area="verify", crumbs=(above,), kept_out=True)


def _rows(letter: VerifiedLetter) -> tuple[tuple[Text, str | None], ...]:
    amount = None if letter.amount_fen is None else f"¥{yuan(letter.amount_fen)}"
    day = None if letter.issued_on is None else day_in_words(letter.issued_on)
    return (
        (Text("编号", "Number"), letter.number),
        (Text("企业", "Firm"), letter.firm),
        (Text("统一社会信用代码", "Its code"), letter.uscc),
        (Text("项目", "Programme"), f"{letter.programme}（{letter.year}）"),
        (Text("事项", "Track"), letter.track),
        (Text("主管部门", "Authority"), letter.authority),
        (Text("结果", "Result"), letter.result),
        (Text("金额", "Amount"), amount),
        (Text("日期", "Date"), day),
        (Text("申请现在的状态", "Status now"), letter.status_label),
    )
