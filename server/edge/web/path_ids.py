"""Reads the variable parts of a path; what cannot be there is simply not found."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec

from models.rules.text.typed import HalfCharacter, typed_line
from server.errors import NotFound


class UnlimitedPath(Exception):
    """A part of a path whose annotation is neither an id nor a text with its limits."""


def _as_id(text: str) -> UUID:
    kept = _line(text)
    try:
        found = UUID(kept)
    except ValueError:
        raise NotFound() from None
    if str(found) != kept.lower():
        raise NotFound()
    return found


def _line(text: str) -> str:
    try:
        return typed_line(text)
    except HalfCharacter:
        raise NotFound() from None


def path_converter(kind: Any) -> Callable[[str], Any]:
    """How a part of a path annotated with `kind` is read: an id, or a text with its limits.

    The reader raises `NotFound` for what neither is nor can be there. Raises UnlimitedPath.
    """
    if kind is UUID:
        return _as_id
    if msgspec.json.schema(kind).get("maxLength") is None:
        raise UnlimitedPath

    def as_text(text: str) -> Any:
        try:
            return msgspec.convert(_line(text), kind)
        except msgspec.ValidationError:
            raise NotFound() from None

    return as_text
