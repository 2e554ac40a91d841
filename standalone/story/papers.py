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


def paper(label: str) -> bytes:
    """A PDF of one page that says what it stands for, in a font that the reader's machine has."""
    chinese = (
        f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in (label, "演示用，不是真实材料")
    )
    mark = f"/F1 11 Tf ({uuid4().hex}) Tj"  # so that no two look alike
    text = f"BT /F2 16 Tf 30 TL 72 740 Td {' '.join(chinese)} {mark} ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [7 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 8 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /ItalicAngle 0 /StemV 93"
        b" /FontBBox [-25 -254 1000 880] /Ascent 880 /Descent -120 /CapHeight 880 >>",
    )
    body, table = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, part in enumerate(objects, start=1):
        table += b"%010d 00000 n \n" % len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    end = b"trailer\n<< /Size 9 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + b"xref\n0 9\n" + table + end


def logo() -> bytes:
    """A PNG of 240 x 240 pixels: a white ring on blue-green."""
    picture, file = Image.new("RGB", (240, 240), "#0b7285"), io.BytesIO()
    ImageDraw.Draw(picture).ellipse((50, 50, 190, 190), outline="white", width=24)
    picture.save(file, "PNG")
    return file.getvalue()
