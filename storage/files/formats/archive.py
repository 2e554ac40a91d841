"""ZIP (PKWARE APPNOTE, 4.3.16) behind another format: it is read from its end, so it may hide there."""

import re
from typing import BinaryIO

# The record has 22 bytes and a comment of its own choice, here of 65 514 at most.
_TAIL_BYTES = 64 * 1024
_END_RECORD = re.compile(rb"PK\x05\x06.{16}(..)", re.DOTALL)


def ends_as_archive(file: BinaryIO, size: int) -> bool:
    """Whether the last bytes are the end record of an archive, its comment reaching to the end.

    An archive within the file (an attachment of a PDF) has no such end.
    """
    file.seek(max(0, size - _TAIL_BYTES))
    tail = file.read(_TAIL_BYTES)
    return any(
        found.end() + int.from_bytes(found[1], "little") == len(tail)
        for found in _END_RECORD.finditer(tail)
    )
