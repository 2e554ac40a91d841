"""The QR code of a second factor as a picture for a page, drawn here: no address of it leaves."""

from base64 import b64encode
from typing import Final

from storage.files.letters.qr import qr_runs

_QUIET: Final = 4
"""Modules of white around it, which ISO/IEC 18004 asks for."""


def otp_picture(uri: str) -> str:
    """An SVG as a `data:` address; black on white whatever the page around it looks like."""
    side, runs = qr_runs(uri)
    whole = side + 2 * _QUIET
    dark = "".join(f"M{x + _QUIET} {y + _QUIET}h{length}v1h-{length}z" for x, y, length in runs)
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}"'
        f' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{whole}v{whole}H0z"/>'
        f'<path d="{dark}"/></svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"
