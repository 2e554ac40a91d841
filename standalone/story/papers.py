"""Small true papers, each with bytes of its own, and a logo, always the same."""

import base64
import io
from uuid import uuid4

from PIL import Image, ImageDraw

PHOTO = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsj"
    "HBYWICwgIyYnKSopGR8tMC0oMCUoKSj/wAALCAAeACgBAREA/8QAFgABAQEAAAAAAAAAAAAAAAAAAAcI/8QAGhAA"
    "AgIDAAAAAAAAAAAAAAAAABZioQMVYf/aAAgBAQAAPwDQDBOwwTsME7DBOwwTskTBOwwTsME7DBOwwTskLBMMEwwT"
    "DBMMEyS7nJ0bnJ0bnJ0bnJ0bnJ0//9k="
)
"""A grey gradient of 40 x 30 pixels, a JPEG."""


def paper(kind: str) -> bytes:
    """A PDF of one page that says what it stands for."""
    text = f"BT /F1 14 Tf 72 720 Td (demonstration only: {kind} {uuid4().hex}) Tj ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    body, table = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, part in enumerate(objects, start=1):
        table += b"%010d 00000 n \n" % len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    end = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + b"xref\n0 6\n" + table + end


def logo() -> bytes:
    """A PNG of 240 x 240 pixels: a white ring on blue-green."""
    picture, file = Image.new("RGB", (240, 240), "#0b7285"), io.BytesIO()
    ImageDraw.Draw(picture).ellipse((50, 50, 190, 190), outline="white", width=24)
    picture.save(file, "PNG")
    return file.getvalue()
