"""Whether a call that a browser's cookie vouches for was made by a page of ours."""

from urllib.parse import urlsplit

from models.rules.reasons import Text
from server.edge.web.request import ApiRequest
from server.errors import Forbidden

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class CrossSite(Forbidden):
    """A page of somebody else's made the browser send this; nothing was done."""

    code = "cross_site"
    title = Text(
        "这次操作不是从本系统的页面发出的，没有办理；请打开本系统的页面再操作",
        "This did not come from a page of this system, and nothing was done; use our own pages",
    )


def refuse_foreign(request: ApiRequest, public_url: str) -> None:
    """Raises CrossSite unless the browser says that the page which asks is of our own origin.

    `Sec-Fetch-Site` says it (W3C Fetch Metadata), or `Origin` in browsers that do not know that.
    What only reads may also be opened from the address bar, and by those that say nothing.
    """
    site: str | None = request.headers.get("sec-fetch-site")
    reading = request.method in _SAFE
    if site is not None:
        ours = site == "same-origin" or (reading and site == "none")
    else:
        origin: str | None = request.headers.get("origin")
        ours = (
            reading if origin is None else _is_own(origin, request.headers.get("host"), public_url)
        )
    if not ours:
        raise CrossSite()


def _is_own(origin: str, host: str | None, public_url: str) -> bool:
    """Whether it is the address that operators told, or that the browser itself called."""
    asked = urlsplit(origin)
    if public_url and asked[:2] == urlsplit(public_url)[:2]:
        return True
    return asked.scheme in ("http", "https") and bool(host) and asked.netloc == host
