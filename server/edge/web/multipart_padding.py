"""Takes blanks away that stand behind a multipart boundary, where RFC 2046 (5.1.1) lets them stand."""

import re

_LONGEST = 256
"""Bytes of padding on one line; more is left for the parser to refuse."""


class Padding:
    """Between the wire and the parser: holds back what may still become a padded boundary."""

    def __init__(self, boundary: bytes) -> None:
        self._delimiter = b"\r\n--" + boundary
        self._padded = re.compile(
            b"(" + re.escape(self._delimiter) + rb"(?:--)?)[ \t]{1,%d}\r\n" % _LONGEST
        )
        self._unfinished = re.compile(rb"-{0,2}[ \t]{0,%d}\r?" % _LONGEST)
        # The first boundary has no line before it.
        self._held = b"\r\n"

    def take(self, chunk: bytes) -> bytes:
        """What may go on to the parser by now; perhaps nothing."""
        held = self._held + chunk
        at = held.find(self._delimiter)
        if at >= 0:
            held = self._padded.sub(rb"\1\r\n", held)
        end = self._open_end(held, at)
        self._held = held[end:]
        return held[:end]

    def rest(self) -> bytes:
        """What was held back and has become nothing."""
        held, self._held = self._held, b""
        return held

    def _open_end(self, data: bytes, first: int) -> int:
        """Where the part begins that the next bytes could make a padded boundary.

        `first`: where the first boundary is, -1 where there is none.
        """
        at = data.rfind(self._delimiter, first) if first >= 0 else -1
        if at >= 0 and self._unfinished.fullmatch(data, at + len(self._delimiter)):
            return at
        # Every part of a boundary begins as it does: what holds no \r near its end ends in none.
        near = data.rfind(b"\r", -len(self._delimiter))
        if near < 0:
            return len(data)
        for length in range(min(len(self._delimiter), len(data)), 0, -1):
            if data.endswith(self._delimiter[:length]):
                return len(data) - length
        return len(data)
