"""Reads the variable parts of a path; what cannot be an id is simply not found."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from models.rules.text.typed import typed_line
from server.errors import NotFound

_TEXT_LIMIT = 128


def _as_id(text: str) -> UUID:
    try:
        found = UUID(kept := typed_line(text))
    except ValueError:
        raise NotFound() from None
    if str(found) != kept.lower():
        raise NotFound()
    return found


def _as_text(text: str) -> str:
    kept = typed_line(text)
    if not kept or len(kept) > _TEXT_LIMIT:
        raise NotFound()
    return kept


def path_converter(kind: Any) -> Callable[[str], Any]:
    """How a path parameter annotated with `kind` (UUID or str) is read; raises `NotFound`."""
    return _as_id if kind is UUID else _as_text
