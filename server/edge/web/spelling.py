"""One spelling for each address: another one is not found, so that no guard before us is evaded.

A proxy that closes `/metrics` would leave `/%6detrics` open, and an idempotency key would count
once for each spelling of the same address.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, unquote

from server.errors import NotFound

_PLAIN = "/!$&'()*+,;=:@~"
"""Signs that stand for themselves in a path, beside letters and digits (RFC 3986, 3.3)."""


def read_parts(
    path: str, parts: Mapping[str, str], kinds: Mapping[str, Callable[[str], Any]]
) -> dict[str, Any]:
    """The variable parts as their kinds read them; raises `NotFound` for any other spelling."""
    if "%" in path and quote(unquote(path), safe=_PLAIN) != path:
        raise NotFound()
    found = {name: kinds[name](part) for name, part in parts.items()}
    # What had to be cleaned is spelled in another way.
    if any(str(found[name]) != part for name, part in parts.items()):
        raise NotFound()
    return found
