"""ZIP (PKWARE APPNOTE, 4.3.16) behind another format: it is read from its end, so it may hide there."""

import re

from storage.files.inspection.inside.answering import Unfit

# The record has 22 bytes and a comment of its own choice, here of 65 514 at most.
_TAIL_BYTES = 64 * 1024
_END_RECORD = re.compile(rb"PK\x05\x06.{16}(..)", re.DOTALL)


def check_no_archive(content: memoryview) -> None:
    """Raises Unfit where the last bytes are an archive's end record, its comment reaching to the end.

    An archive within the file (an attachment of a PDF) has no such end.
    """
    tail = content[-_TAIL_BYTES:]
    for found in _END_RECORD.finditer(tail):
        if found.end() + int.from_bytes(found[1], "little") == len(tail):
            raise Unfit("archive")
