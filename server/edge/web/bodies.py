"""Strict reading of JSON bodies: every problem is found and named, never only the first."""

from codecs import BOM_UTF8
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import msgspec

from models.rules.reasons import Reason, Text
from server.edge.web.body_problems import find_problems, salvage
from server.edge.web.given_twice import twice_in_json
from server.edge.web.media_type import read_media_type
from server.edge.web.request import ApiRequest
from server.edge.web.stray_values import needs_date_check, stray_dates
from server.edge.web.typed_texts import as_typed
from server.errors import Invalid, UnsupportedMedia

Type = TypeVar("Type")

JSON_LIMIT = 256 * 1024


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of every request body: immutable, nothing unknown; required fields come first."""


class Malformed(Invalid):
    """A body of another shape; `partial` holds what of it was understood, None for the rest."""

    def __init__(self, problems: Sequence[Reason], partial: Any) -> None:
        super().__init__(errors=problems)
        self.partial = partial


def _check_media(header: str | None) -> None:
    media = read_media_type(header)
    if media.name != "application/json" or not media.is_utf_8:
        raise UnsupportedMedia(
            Text("提交的内容格式不对，请刷新页面后重新提交", "Send application/json in UTF-8")
        )


def _unreadable() -> Invalid:
    text = Text("提交的内容读不出来，请刷新页面后重新提交", "The body is not valid JSON in UTF-8")
    return Invalid(errors=[Reason("", "json", text)])


def _plain(data: bytes) -> tuple[Any, list[Reason]]:
    """The body as plain dicts, lists and scalars, and which keys it has twice.

    Raises `Invalid` if it is no JSON at all.
    """
    try:
        value = msgspec.json.decode(data)
        data.decode()
        return value, twice_in_json(data, value)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise _unreadable() from error


def _converted(value: Any, kind: Any) -> Any:
    """None where find_problems has something to say of it."""
    try:
        body = msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return None
    return None if needs_date_check(kind) and stray_dates(body) else body


def decode_bytes(data: bytes, kind: type[Type]) -> Type:
    """`data` as `kind`; raises `Invalid`, one reason per problem, `field` like `plans[2].fee_fen`.

    Texts come as they are kept, cleaned of what nobody sees before their length counts.
    """
    plain, twice = _plain(data)
    value, problems = as_typed(plain, kind)
    body: Type | None = _converted(value, kind)
    if body is None or problems or twice:
        partial = salvage(value, kind) if isinstance(value, dict) else None
        raise Malformed(twice + problems + find_problems(value, kind), partial)
    return body


def decode(request: ApiRequest, kind: type[Type]) -> Type:
    """The request's JSON body as `kind`.

    An empty body counts as `{}`, so that calls whose fields are all optional need none.
    Raises `UnsupportedMedia` or `Invalid`.
    """
    data: bytes = request.body.removeprefix(BOM_UTF8)
    if not data:
        return decode_bytes(b"{}", kind)
    _check_media(request.headers.get("content-type"))
    return decode_bytes(data, kind)


def decode_with(
    request: ApiRequest, kind: type[Type], rules: Callable[[Any], Sequence[Reason]]
) -> Type:
    """`decode`; a body of another shape is told with what `rules` say of its good fields as well.

    `rules` take the body with None for what was not understood, and are those that the use case
    applies: here they only complete the answer. Raises `UnsupportedMedia` or `Invalid`.
    """
    try:
        return decode(request, kind)
    except Malformed as found:
        raise _completed(found, () if found.partial is None else rules(found.partial)) from None


async def decode_beside(
    request: ApiRequest, kind: type[Type], rules: Callable[[Any], Awaitable[Sequence[Reason]]]
) -> Type:
    """The same for rules that must read something first."""
    try:
        return decode(request, kind)
    except Malformed as found:
        more = () if found.partial is None else await rules(found.partial)
        raise _completed(found, more) from None


def _completed(found: Malformed, more: Sequence[Reason]) -> Invalid:
    known = {reason.field for reason in found.errors}
    return Invalid(errors=[*found.errors, *(one for one in more if one.field not in known)])
