"""QR codes as squares: what a phone reads from paper, and from a copy of the paper."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, cast

import zxingcpp

Run = tuple[int, int, int]
"""Column, row and length of dark modules that lie in a line."""


def qr_runs(content: str) -> tuple[int, list[Run]]:
    """Modules a side, and the dark ones; a seventh of it may be spoilt (level M)."""
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    # A buffer of one byte a module, which its type does not tell.
    image = cast(Any, code.to_image(scale=1, add_quiet_zones=False))
    rows: list[list[int]] = memoryview(image).tolist()  # type: ignore[assignment]  # of two dimensions
    return len(rows), [run for y, row in enumerate(rows) for run in _dark(y, row)]


def _dark(y: int, row: list[int]) -> Iterator[Run]:
    x = 0
    for value, group in groupby(row):
        length = len(list(group))
        if value == 0:
            yield x, y, length
        x += length
