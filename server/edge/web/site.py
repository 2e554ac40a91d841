"""A built client, read into memory once, with each file in the forms that browsers take."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from server.edge.web.codings import takes
from server.edge.web.replies import etag_of

ENTRANCE: Final = "index.html"
_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".json": "application/json",
        ".txt": "text/plain; charset=utf-8",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".jpg": "image/jpeg",
        ".webp": "image/webp",
        ".ico": "image/vnd.microsoft.icon",
        ".woff2": "font/woff2",
        ".wasm": "application/wasm",
    }
)
_PACKED: Final[Mapping[str, str]] = MappingProxyType({"br": ".br", "gzip": ".gz"})
"""By the coding's name; the smaller ones first (`clients/pack.mjs` makes both)."""
# As Vite writes them: eight signs of its contents' hash before the ending.
_HASHED = re.compile(r"assets/.*[-.][A-Za-z0-9_-]{8}\.[a-z0-9]+")
_NEVER_CHANGES = "public, max-age=31536000, immutable"
_ASK_EACH_TIME = "no-cache"


@dataclass(frozen=True, slots=True)
class Coded:
    """The bytes of one file in one coding ("" for none), with their tag."""

    coding: str
    body: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class SiteFile:
    """`forms`: smallest first, the plain one last. `kept`: its `Cache-Control`."""

    kind: str
    kept: str
    forms: tuple[Coded, ...]

    @property
    def is_page(self) -> bool:
        return self.kind.startswith("text/html")

    def coded_for(self, accept_encoding: str | None) -> Coded:
        """The smallest that the browser says it takes."""
        return next(
            form for form in self.forms if not form.coding or takes(form.coding, accept_encoding)
        )


@dataclass(frozen=True, slots=True)
class Site:
    """A client that is served below `at` (such as `/m`); `files` by name, empty where not built.

    `make`: the command that builds it. `policy`: what its pages may do. `routed`: its pages have
    addresses of their own, so that any name without a dot is one.
    """

    at: str
    make: str
    policy: str
    routed: bool = False
    files: Mapping[str, SiteFile] = field(default_factory=dict)

    def is_page(self, name: str) -> bool:
        """Whether a person may have it in the address bar, so that the first page answers."""
        return name == ENTRANCE or (self.routed and "." not in name)


def read_site(folder: Path, site: Site) -> Site:
    """`site` with all of its built client; a folder without the first page holds none."""
    if not (folder / ENTRANCE).is_file():
        return site
    packed = tuple(_PACKED.values())
    found = (file for file in sorted(folder.rglob("*")) if file.is_file())
    plain = {
        file.relative_to(folder).as_posix(): file for file in found if file.suffix not in packed
    }
    return replace(site, files={name: _read(name, file) for name, file in plain.items()})


def _read(name: str, file: Path) -> SiteFile:
    forms = [
        _coded(coding, file.with_name(file.name + ending))
        for coding, ending in _PACKED.items()
        if file.with_name(file.name + ending).is_file()
    ]
    kind = _KINDS.get(file.suffix, "application/octet-stream")
    kept = _NEVER_CHANGES if _HASHED.fullmatch(name) else _ASK_EACH_TIME
    return SiteFile(kind, kept, (*forms, _coded("", file)))


def _coded(coding: str, file: Path) -> Coded:
    body = file.read_bytes()
    return Coded(coding, body, etag_of(body))
