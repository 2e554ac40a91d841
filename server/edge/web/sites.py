"""Which built clients are served, and what their pages may do: nothing from elsewhere or inline."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from server.edge.web.site import Site

_OURS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' blob: data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
)


def _with(**differing: str) -> str:
    named = {name.replace("_", "-"): sources for name, sources in differing.items()}
    return "; ".join(f"{name} {sources}" for name, sources in ({**_OURS, **named}).items())


# `blob:` is what a page itself made: a photo that somebody chose is read again to be sent.
MINIPROGRAM: Final = Site("/m", "make miniprogram", _with(connect_src="'self' blob:"))

# A paper that came by a call of the session's own is shown by the browser's viewer of PDFs.
CONSOLE: Final = Site("/console", "make console", _with(frame_src="blob:"), routed=True)
