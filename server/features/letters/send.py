"""Sends a letter as PDF, or says that the client holds it already."""

import logging

from sanic.response import HTTPResponse

from server.edge.web.replies import file_headers, matches
from server.edge.web.request import ApiRequest
from storage.errors import StoreUnavailable
from storage.files.child.ended import ReadingFailed
from storage.files.letters.letter import Letter
from storage.files.letters.writer import LetterWriter, name_of

_LOG = logging.getLogger(__name__)
_HOUR = 3600


async def send_letter(
    request: ApiRequest, letter: Letter, name: str, *, writer: LetterWriter, public: bool = False
) -> HTTPResponse:
    """`name` without its ending. `public`: the same for everybody, so that anybody may keep it.

    Raises StoreUnavailable.
    """
    etag = f'"{name_of(letter)}"'
    kept = f"public, max-age={_HOUR}" if public else "private, no-cache"
    headers = file_headers(f"{name}.pdf") | {"etag": etag, "cache-control": kept}
    if matches(request.headers.get("if-none-match"), etag):
        return HTTPResponse(status=304, headers=headers)
    content = await _written(letter, writer)
    return HTTPResponse(content, content_type="application/pdf", headers=headers)


async def _written(letter: Letter, writer: LetterWriter) -> bytes:
    try:
        return await writer.write(letter)
    except ReadingFailed as failed:
        # Our own words in our own fonts: nobody's fault but ours.
        _LOG.error("a letter could not be set: %s", failed)
        raise StoreUnavailable("files", "a letter could not be set") from failed
