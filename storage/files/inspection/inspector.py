"""Asks a child process what a paper is: the one way to know whether it opens."""

import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import BinaryIO, Final

from storage.files import inspection
from storage.files.child.children import Children
from storage.files.child.ended import ReadingFailed, TooMuchAsked
from storage.files.child.program import Program
from storage.files.inspection.believed import Unbelievable, believed
from storage.files.inspection.inspected import ContentType, Inspected

_LOG = logging.getLogger(__name__)
_MEBIBYTE: Final = 1024 * 1024


def _program(reader: str, *, mebibytes: int, threads: bool = False) -> Program:
    """Named, not imported: no process of the server's ever loads a decoder."""
    return Program(
        f"{inspection.__name__}.inside.{reader}",
        memory_bytes=mebibytes * _MEBIBYTE,
        cpu_seconds=10,
        wall_seconds=40,
        answer_bytes=16 * _MEBIBYTE,
        threads=threads,
    )


_PICTURE: Final = _program("picture", mebibytes=768)
PROGRAMS: Final[Mapping[ContentType, Program]] = MappingProxyType(
    {
        "application/pdf": _program("pdf", mebibytes=384),
        "image/jpeg": _PICTURE,
        "image/png": _PICTURE,
        "image/heic": _program("heic", mebibytes=768, threads=True),
        "application/ofd": _program("ofd", mebibytes=384),
    }
)
_DRAWN: Final = "drawn"
_WITH_FONT: Final = frozenset({"application/pdf", "application/ofd"})


class Inspector:
    """At most two papers at once in a process."""

    def __init__(self, font_file: str = "") -> None:
        """`font_file`: TrueType, for Chinese that a paper brings no font for."""
        self._children = Children()
        self._font_file = font_file

    async def inspect(
        self, content: BinaryIO | bytes, claimed: ContentType, *, drawn: bool = True
    ) -> Inspected:
        """What the whole file holds, decoded; `claimed` as `door_type` said.

        Unless `drawn`, without previews: of a PDF no more pages are drawn than hold codes.
        A file that crashes its reader is damaged, one that takes it too much time or memory too
        complex. An open file is left where it stands. Raises StoreUnavailable where that was no
        fault of the file's, ReadingUnended where it may be.
        """
        try:
            arguments = [_DRAWN if drawn else ""]
            if claimed in _WITH_FONT:
                arguments.append(self._font_file)
            said = await self._children.run(PROGRAMS[claimed], content, *arguments)
            return believed(said, claimed)
        except TooMuchAsked:
            return Inspected(claimed, "too_complex")
        except ReadingFailed:
            return Inspected(claimed, "damaged")
        except Unbelievable as answer:
            # A file has taken it over.
            _LOG.warning("the reader of a %s was made to answer otherwise: %s", claimed, answer)
            return Inspected(claimed, "damaged")

    async def close(self) -> None:
        await self._children.close()
