"""Reads the variable parts of a path; what cannot be an id is simply not found."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from server.errors import NotFound

_TEXT_LIMIT = 128


def _as_id(text: str) -> UUID:
    try:
        found = UUID(text)
    except ValueError:
        raise NotFound() from None
    if str(found) != text.lower():
        raise NotFound()
    return found


def _as_text(text: str) -> str:
    if len(text) > _TEXT_LIMIT or not text.isprintable():
        raise NotFound()
    return text


def path_converter(kind: Any) -> Callable[[str], Any]:
    """How a path parameter annotated with `kind` (UUID or str) is read; raises `NotFound`."""
    return _as_id if kind is UUID else _as_text
