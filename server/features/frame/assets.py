"""The few files that pages need: read once, named by what they hold, so that they never change."""

import re
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import Final

from server.edge.web.packed import Prepared

_FOLDER: Final = Path(__file__).with_name("files")
_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
    }
)
_LOOSE: Final = re.compile(rb"/\*.*?\*/|\n\s*", re.DOTALL)
NEVER_CHANGES: Final = "public, max-age=31536000, immutable"


def _sent(file: Path) -> bytes:
    """As it is sent: styles without what only their readers need."""
    content = file.read_bytes()
    return _LOOSE.sub(b"", content) if file.suffix == ".css" else content


def _hashed(file: Path, content: bytes) -> str:
    """`pages.css` as `pages-0f1e2d3c.css`."""
    mark = blake2b(content, digest_size=4).hexdigest()
    return f"{file.stem}-{mark}{file.suffix}"


def _read() -> tuple[Mapping[str, str], Mapping[str, Prepared]]:
    files = [file for file in sorted(_FOLDER.iterdir()) if file.suffix in _KINDS]
    contents = {file: _sent(file) for file in files}
    names = {file.name: _hashed(file, content) for file, content in contents.items()}
    made = {
        names[file.name]: Prepared(content, _KINDS[file.suffix])
        for file, content in contents.items()
    }
    return MappingProxyType(names), MappingProxyType(made)


_NAMES, ASSETS = _read()
"""By the name that they are served under."""


def asset(name: str) -> str:
    """The address of a file, such as `pages.css`."""
    return f"/assets/{_NAMES[name]}"
