"""Which request is being worked on: the id that answers, problems and log lines share."""

import re

from sanic.request import Request

_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")


def well_formed(candidate: str) -> bool:
    """A client's own id is taken over only if it cannot break a log line or a header."""
    return _WELL_FORMED.match(candidate) is not None


def current_request_id() -> str | None:
    """The id of the request that this task serves, None outside of one."""
    request = Request._current.get(None)
    return None if request is None else str(request.id)
