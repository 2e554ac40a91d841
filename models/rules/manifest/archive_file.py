"""One file of an archive, as its directory tells of it before a byte is unpacked."""

from dataclasses import dataclass

from models.rules.reasons import Reason


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """`path` from the archive's root with `/` between, without what nobody sees; `size` in bytes.

    `place` is where the directory lists the file, counted from 0; `check` its CRC-32 as the
    directory states it. `fault` says why the file cannot be used, None if nothing speaks against it.
    """

    place: int
    path: str
    size: int
    check: int
    fault: Reason | None = None
