"""What is made of a page's pixels: its mark, what its QR codes say, and its preview."""

import io
from hashlib import sha256

import zxingcpp
from PIL import Image

_QUALITY = 80
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def mark_of(page: Image.Image, text: str = "") -> str | None:
    """SHA-256 over size and pixels, hex; None for a page of one colour, which many papers have.

    `text`: what is on it, where the font that it was drawn with does not show all of it.
    """
    if page.getcolors(maxcolors=1) is not None:
        return None
    width, height = page.size
    head = f"{width} x {height} {page.mode} {text}\n".encode("utf-8", "surrogatepass")
    return sha256(head + page.tobytes()).hexdigest()


def codes_on(page: Image.Image) -> list[str]:
    """What each readable QR code says."""
    found = zxingcpp.read_barcodes(page.convert("L"), formats=_QR, try_invert=False)
    return [code.text for code in found if code.text]


def preview_of(page: Image.Image) -> bytes:
    """A JPEG of pixels alone: no place, no time, no word of the original's."""
    page.info.clear()
    written = io.BytesIO()
    page.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()
