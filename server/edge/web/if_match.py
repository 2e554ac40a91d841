"""Which version of a document a change was made on."""

from server.edge.web.request import ApiRequest
from server.errors import VersionConflict, VersionMissing


def read_if_match(request: ApiRequest) -> int:
    """The version in `If-Match`. Raises VersionMissing, or VersionConflict for what is no version."""
    header = request.headers.get("if-match")
    if header is None:
        raise VersionMissing()
    text = header.strip().removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise VersionConflict()
    return int(text)
