"""Reads a `Content-Type` as clients write it: any case, quotes, blanks, a stray semicolon."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_PARAMETER = re.compile(r';\s*([^\s=;]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)')
_ESCAPED = re.compile(r"\\(.)")
_UTF_8 = frozenset({"", "utf-8", "utf8", "utf_8", "us-ascii", "ascii", "unicode-1-1-utf-8"})
"""Names of what is read as UTF-8 (WHATWG Encoding, 4.2) or is a part of it."""


@dataclass(frozen=True, slots=True)
class MediaType:
    """`name` and the parameters' names in lower case, values as they are."""

    name: str
    parameters: Mapping[str, str]

    @property
    def is_utf_8(self) -> bool:
        return self.parameters.get("charset", "").strip("'").lower() in _UTF_8


def read_media_type(header: str | None) -> MediaType:
    """RFC 9110, 8.3.1; of a parameter that is given twice the first counts."""
    name = (header or "").partition(";")[0].strip().lower()
    parameters: dict[str, str] = {}
    for found in _PARAMETER.finditer(header or ""):
        parameters.setdefault(found[1].lower(), _unquoted(found[2].strip()))
    return MediaType(name, parameters)


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return _ESCAPED.sub(r"\1", value[1:-1])
    return value.strip('"').strip()
