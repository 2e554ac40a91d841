"""Query parameters: typed, limited, and paged by an opaque cursor."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Sequence
from functools import cache
from typing import Annotated, Any, TypeVar, overload
from urllib.parse import parse_qsl

import msgspec
from msgspec import Meta

from models.rules.reasons import Reason, Text
from models.rules.text.limits import CURSOR
from server.edge.web.field_types import Writing
from server.edge.web.given_twice import twice_among
from server.edge.web.query_problems import query_problems
from server.edge.web.request import ApiRequest
from server.edge.web.stray_values import stray_dates
from server.edge.web.typed_texts import as_typed
from server.errors import Invalid

Key = TypeVar("Key")
Row = TypeVar("Row")
_CURSOR = Text(
    "翻页位置已失效，请回到第一页重新查看", "The cursor is not valid; start from the first page"
)
_UNREADABLE = Text(
    "查询条件读不出来，请回到列表重新选择条件", "The query cannot be read; choose again"
)
_MOST_PARAMETERS = 50


PageLimit = Annotated[int, Meta(ge=1, le=100)]
Cursor = Annotated[str, Meta(max_length=CURSOR), Writing.AS_IS]


class Query(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of most lists' parameters: `limit` items (1 to 100) after `cursor`."""

    limit: PageLimit = 20
    cursor: Cursor | None = None


QueryType = TypeVar("QueryType", bound=msgspec.Struct)


@cache
def _defaults(kind: type[msgspec.Struct]) -> msgspec.Struct:
    return msgspec.convert({}, kind)


def _parameters(query: str, kind: type[msgspec.Struct]) -> tuple[dict[str, str], list[Reason]]:
    """Given parameters by name, cleaned, and which are given twice.

    One that is empty, or of which nothing remains, counts as not given.
    """
    try:
        pairs = parse_qsl(
            query, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except ValueError as error:
        raise Invalid(errors=[Reason("", "query", _UNREADABLE)]) from error
    given, _ = as_typed(dict(pairs), kind)
    kept = {name: value for name, value in given.items() if value}
    return kept, twice_among((name for name, _ in pairs), kind)


def read_query(request: ApiRequest, kind: type[QueryType]) -> QueryType:
    """The query string as `kind`, numbers and dates read from text; raises `Invalid`."""
    return read_parameters(request.query_string, kind)


def read_parameters(text: str, kind: type[QueryType]) -> QueryType:
    """The same of a query string that somebody else has put together."""
    given, twice = _parameters(text, kind) if text else ({}, [])
    try:
        query: Any = msgspec.convert(given, kind, strict=False) if given else _defaults(kind)
    except msgspec.ValidationError:
        raise Invalid(errors=twice + query_problems(given, kind)) from None
    problems = twice + stray_dates(query) if given else twice
    if problems:
        raise Invalid(errors=problems)
    return query  # type: ignore[no-any-return]


def encode_cursor(*key: Any) -> str:
    """The key of the last item shown (its order columns, then its id) as an opaque string."""
    return urlsafe_b64encode(msgspec.json.encode(key)).rstrip(b"=").decode()


def page_of(
    rows: Sequence[Row], limit: int, key: Callable[[Row], tuple[Any, ...]]
) -> tuple[Sequence[Row], str | None]:
    """The rows to show, and the cursor of what follows; `rows` were asked for one beyond `limit`.

    `key` gives a row's order columns, then its id.
    """
    shown = rows[:limit]
    return shown, encode_cursor(*key(shown[-1])) if len(rows) > limit else None


@overload
def decode_cursor(cursor: None, kind: type[Key]) -> None: ...
@overload
def decode_cursor(cursor: str, kind: type[Key]) -> Key: ...
@overload
def decode_cursor(cursor: str | None, kind: type[Key]) -> Key | None: ...
def decode_cursor(cursor: str | None, kind: type[Key]) -> Key | None:
    """The key inside, as `kind` (such as `tuple[datetime, UUID]`); garbage raises `Invalid`."""
    if cursor is None:
        return None
    try:
        packed = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        key = msgspec.json.decode(packed, type=kind)
    except (NotBase64, ValueError, msgspec.MsgspecError):
        raise Invalid(errors=[Reason("cursor", "cursor", _CURSOR)]) from None
    if b"\\u0000" in packed or b"\\ud" in packed.lower() or stray_dates(key):
        raise Invalid(errors=[Reason("cursor", "cursor", _CURSOR)])
    return key
