"""How much of an archive is read at all; whatever goes beyond is refused before a byte is unpacked."""

from typing import Final

DIRECTORY_BYTES: Final = 12 * 1024 * 1024
"""Some 400 bytes an entry: a long Chinese path twice (plainly and as Unicode) and its attributes."""

RATIO: Final = 100
"""What a file may grow to, once larger than `RATIO_FROM_BYTES`; a scan without compression has 30."""
RATIO_FROM_BYTES: Final = 1024 * 1024
WHOLE_RATIO: Final = 50
WHOLE_RATIO_FROM_BYTES: Final = 64 * 1024 * 1024
