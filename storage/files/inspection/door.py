"""The first look at a file, while it arrives: its type by its first bytes."""

import re
from typing import Final

import puremagic

from storage.files.inspection.inspected import ContentType

HEAD_BYTES: Final = 4096
"""As much as `door_type` wants to see."""

# Readers of PDFs look for the header within this distance (PDF Reference 1.7, appendix H, note 13).
_HEADER_WITHIN: Final = 1024
_HEADER: Final = b"%PDF-"
_NOTHING: Final = re.compile(rb"(?:[\x00\t\n\f\r ]|\xef\xbb\xbf|\xfe\xff|\xff\xfe)*")
_MARKUP_OR_SCRIPT: Final = re.compile(rb"<|^\s*#!")
# Still images and sequences coded in HEVC. `mif1` alone may as well be AVIF: it does not count.
_HEVC: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})


def door_type(head: bytes) -> ContentType | None:
    """What a file means to be by its first 4 096 bytes, None if no type of ours.

    Whether it is one, only the Inspector knows. An OFD is told from other archives there.
    """
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if _is_heic(head):
        return "image/heic"
    if head.startswith(b"PK\x03\x04"):
        return "application/ofd"
    return "application/pdf" if _is_pdf(head) else None


def _is_heic(head: bytes) -> bool:
    if head[4:8] != b"ftyp":
        return False
    end = int.from_bytes(head[:4], "big")
    # Major brand, a version of 4 bytes, then the compatible brands.
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, min(end, len(head)), 4))}
    return bool(brands & _HEVC)


def _is_pdf(head: bytes) -> bool:
    """Whether the header stands near the start, and what stands before it is nothing else.

    What a reader by content would take for another format, a program's above all, is no PDF to us;
    a reader by name finds our `.pdf` (ADR 30).
    """
    at = head.find(_HEADER, 0, _HEADER_WITHIN + len(_HEADER))
    if at < 0:
        return False
    before = head[:at]
    if _NOTHING.fullmatch(before):
        return True
    return not _MARKUP_OR_SCRIPT.search(before) and not _known(before)


def _known(before: bytes) -> bool:
    try:
        return bool(puremagic.magic_string(before))
    except puremagic.PureError:
        return False
