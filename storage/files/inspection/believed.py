"""Judges a reader's answer as if the file had written it: it may have taken its reader over."""

from typing import Final

import msgspec

from storage.files.inspection.inspected import PREVIEW_SIDE, ContentType, Inspected

MOST_SIDE: Final = PREVIEW_SIDE + 10
"""Pixels of a preview; those of PDFs are rounded up."""
_START, _FRAME, _SCAN = b"\xff\xd8\xff", b"\xff\xc0", b"\xff\xda"


class Unbelievable(Exception):
    """No reader of ours answers so."""


def believed(said: bytes, claimed: ContentType) -> Inspected:
    """Raises Unbelievable for what is out of bounds, of another type, or no picture as we make them.

    Pictures are decoded by the server when somebody looks at them. So each is a JPEG of one scan
    and no more pixels than are asked for: progressive ones cost a decoder time without end.
    """
    try:
        found = msgspec.msgpack.decode(said, type=Inspected)
    except msgspec.MsgspecError as error:
        raise Unbelievable("out of bounds") from error
    if found.content_type != claimed:
        raise Unbelievable("of another type")
    if found.fault is not None and (found.pages or found.previews):
        raise Unbelievable("a fault and pages")
    if found.fault is None and not found.pages:
        raise Unbelievable("neither a fault nor a page")
    if len(found.previews) > found.pages:
        raise Unbelievable("more pictures than pages")
    for picture in found.previews:
        _check_picture(picture)
    return found


def _check_picture(picture: bytes) -> None:
    # In a scan's data a 255 is followed by 0 or a restart mark, so that each mark counted is one.
    if not picture.startswith(_START) or picture.count(_SCAN) != 1:
        raise Unbelievable("a picture that is no plain JPEG")
    # Length (2), bits a sample (1), height (2), width (2) follow the mark (ITU-T T.81, B.2.2).
    frame = picture.find(_FRAME, 0, picture.index(_SCAN))
    sides = [int.from_bytes(picture[frame + at : frame + at + 2], "big") for at in (5, 7)]
    if frame < 0 or not all(0 < side <= MOST_SIDE for side in sides):
        raise Unbelievable("a picture of another size")
