"""The check of a letter as a page: what a phone shows that has scanned the code on it."""

from html import escape
from typing import Final

from models.rules.money import yuan
from models.rules.reasons import Text
from models.rules.wording import day_in_words
from server.features.letters.schemas import VerifiedLetter

HEADERS: Final = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "vary": "accept",
}
_LOOKS: Final = (
    "body{font:17px/1.6 system-ui,sans-serif;margin:0 auto;max-width:34em;padding:1.2em;color:#222}"
    "h1{font-size:1.25em}p{padding:.8em;border-radius:.4em}.yes{background:#e7f4ea}"
    ".no{background:#fdecea}dt{color:#666;font-size:.85em}dd{margin:0 0 .6em}"
)
_HOLDS: Final = Text("真实，现行有效", "Genuine, and it holds")
_HELD: Final = Text("真实，但已不再有效", "Genuine, but it no longer holds")


def checked_page(letter: VerifiedLetter, *, english: bool) -> str:
    """A whole HTML page; whatever names hold is text in it."""
    verdict = (_HOLDS if letter.in_force else _HELD).in_language(english)
    rows = "".join(
        f"<dt>{escape(name.in_language(english))}</dt><dd>{escape(value)}</dd>"
        for name, value in _rows(letter)
        if value
    )
    colour = "yes" if letter.in_force else "no"
    told = f"<p class={colour}><b>{escape(verdict)}</b><br>{escape(letter.standing)}</p>"
    return _page(letter.title, f"{told}<dl>{rows}</dl>", english)


def unknown_page(words: Text, *, english: bool) -> str:
    """For a token that is none of ours."""
    said = escape(words.in_language(english))
    title = Text("未能核验", "Not recognised").in_language(english)
    return _page(title, f"<p class=no>{said}</p>", english)


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


def _page(title: str, body: str, english: bool) -> str:
    language = "en" if english else "zh-CN"
    return (
        f"<!doctype html><html lang={language}><meta charset=utf-8><meta name=viewport"
        f' content="width=device-width"><title>{escape(title)}</title><style>{_LOOKS}</style>'
        f"<h1>{escape(title)}</h1>{body}</html>"
    )
