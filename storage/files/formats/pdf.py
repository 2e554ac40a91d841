"""PDF (ISO 32000-1, 7.5): a header line in front; at the end startxref, its offset and %%EOF."""

import re
from typing import BinaryIO

from storage.files.formats.pieces import Damaged

# Readers look for header and end marker within this distance (PDF Reference 1.7, appendix H, notes
# 13 and 18); the tail is taken wider, for signing tools append to it. Before the header they take
# anything: here only byte order marks and blanks, for another program's format would begin there.
HEAD_BYTES = 1024
_TAIL_BYTES = 4096
_HEADER = re.compile(rb"(?:[\x00\t\n\f\r ]|\xef\xbb\xbf|\xfe\xff|\xff\xfe)*%PDF-")
_END = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF")


def is_pdf(head: bytes) -> bool:
    """Whether the header stands within the first 1024 bytes, with nothing to be seen before it."""
    return _HEADER.match(head[:HEAD_BYTES]) is not None


def check_pdf(file: BinaryIO, size: int) -> None:
    """Looks for the end that a cut-off file lacks. Raises Damaged.

    Where the offset points is not followed up: readers rebuild a wrong table, and so must we
    accept it.
    """
    file.seek(max(0, size - _TAIL_BYTES))
    ends = _END.findall(file.read(_TAIL_BYTES))
    if not ends:
        raise Damaged("no end marker")
    if int(ends[-1]) >= size:
        raise Damaged("table beyond the end")
