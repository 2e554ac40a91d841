"""What a page is asked for: in which language, at which address, and how its links keep both."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from server.edge.web.request import ApiRequest

_LANGUAGE: Final = "lang"
_MOST_PARAMETERS: Final = 50
PARAMETERS: Final = frozenset(
    {"q", "category", "district", "price_to", "sort", "plan", "edition", "state", "status"}
    | {"cursor", "version", "code", "lang"}
)
"""What the addresses of pages may say; links that were passed on carry more, which makes no other
page."""


@dataclass(frozen=True, slots=True)
class Visit:
    """`chosen`: the language that the address names, as `zh` or `en`; empty where the browser's counts.

    `base`: where anybody reaches this system, without a slash at its end.
    """

    path: str
    query: tuple[tuple[str, str], ...]
    chosen: str
    english: bool
    base: str

    def given(self, name: str) -> str:
        """The first value of a parameter, "" where there is none."""
        return next((value for known, value in self.query if known == name), "")

    def all_given(self, name: str) -> list[str]:
        return [value for known, value in self.query if known == name and value]

    def link(self, path: str, /, **query: object) -> str:
        """An address of ours in the language that was chosen; empty parameters are left out."""
        asked = [(name, str(value)) for name, value in query.items() if value not in (None, "")]
        return _address(path, [*asked, *self._language(self.chosen)])

    def again(self, **changed: object) -> str:
        """This very page with other parameters."""
        kept = [pair for pair in self.query if pair[0] not in changed and pair[1]]
        new = [(name, str(value)) for name, value in changed.items() if value not in (None, "")]
        return _address(self.path, [*kept, *new, *self._language(self.chosen)])

    def in_language(self, language: str) -> str:
        """This very page in a language."""
        return _address(self.path, [*self.query, (_LANGUAGE, language)])

    def whole(self, language: str) -> str:
        """The address by which search engines know this page; Chinese is the one without a language."""
        kept = [pair for pair in self.query if pair[1]]
        named = self._language(language if language == "en" else "")
        return self.base + _address(self.path, [*kept, *named])

    def _language(self, language: str) -> list[tuple[str, str]]:
        return [(_LANGUAGE, language)] if language else []


def visit_of(request: ApiRequest, public_url: str, *, known: Container[str] = PARAMETERS) -> Visit:
    """Chinese unless `lang=en` says otherwise, or the browser prefers English and nothing is said."""
    pairs = [pair for pair in _pairs(request.query_string) if pair[0] in known]
    chosen = next((value for name, value in pairs if name == _LANGUAGE), "")
    chosen = chosen if chosen in ("zh", "en") else ""
    return Visit(
        path=request.path,
        query=tuple(pair for pair in pairs if pair[0] != _LANGUAGE),
        chosen=chosen,
        english=chosen == "en" if chosen else request.english,
        base=public_url,
    )


def target_of(request: ApiRequest) -> bytes:
    """Its address without what makes no other page: what is kept under it serves all who ask for it."""
    if not request.query_string:
        return request.raw_url
    pairs = [pair for pair in _pairs(request.query_string) if pair[0] in PARAMETERS]
    return f"{request.path}?{urlencode(pairs)}".encode()


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        return []


def _address(path: str, query: list[tuple[str, str]]) -> str:
    # A path that began with two slashes would name another host.
    clean = "/" + quote(path.lstrip("/"), safe="/%")
    return f"{clean}?{urlencode(query)}" if query else clean
