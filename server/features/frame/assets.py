"""The few files that pages need: read once, named by what they hold, so that they never change."""

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
NEVER_CHANGES: Final = "public, max-age=31536000, immutable"


def _hashed(file: Path) -> str:
    """`pages.css` as `pages-0f1e2d3c.css`."""
    mark = blake2b(file.read_bytes(), digest_size=4).hexdigest()
    return f"{file.stem}-{mark}{file.suffix}"


def _read() -> tuple[Mapping[str, str], Mapping[str, Prepared]]:
    files = [file for file in sorted(_FOLDER.iterdir()) if file.suffix in _KINDS]
    names = {file.name: _hashed(file) for file in files}
    made = {names[file.name]: Prepared(file.read_bytes(), _KINDS[file.suffix]) for file in files}
    return MappingProxyType(names), MappingProxyType(made)


_NAMES, ASSETS = _read()
"""By the name that they are served under."""


def asset(name: str) -> str:
    """The address of a file, such as `pages.css`."""
    return f"/assets/{_NAMES[name]}"
