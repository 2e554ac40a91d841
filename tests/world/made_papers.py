"""Papers as programs and phones really make them, tidy and not, made while a test runs."""

import io
from collections.abc import Sequence
from pathlib import Path

import pillow_heif
import reportlab
from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.world.hostile_papers import pdf_of

LATIN_FONT = str(Path(reportlab.__file__).with_name("fonts") / "Vera.ttf")
"""A TrueType file; it has no Chinese."""


def drawing(mode: str = "RGB", size: tuple[int, int] = (320, 200)) -> Image.Image:
    """Something to be seen, different in each corner."""
    picture = Image.new("RGB", size, "white")
    pen, (width, height) = ImageDraw.Draw(picture), size
    pen.rectangle((0, 0, width // 4, height // 4), "red")
    pen.ellipse((width // 3, height // 3, width, height), "navy")
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def photo(size: tuple[int, int] = (320, 200), *, orientation: int = 1) -> bytes:
    """A JPEG with what a camera writes: how it was held, where, and by which device."""
    said = Image.Exif()
    said[0x0112], said[0x0110] = orientation, "a camera of the test's"
    said.get_ifd(0x8825)[2] = (31.0, 14.0, 9.0)
    return saved(drawing(size=size), "JPEG", exif=said, comment="taken at home")


def multi_picture() -> bytes:
    """As phones write a picture with a second one for depth or a gain map (MPO)."""
    return saved(drawing(), "MPO", save_all=True, append_images=[drawing(size=(64, 64))])


def sixteen_bit_png() -> bytes:
    return saved(drawing("L").convert("I").point(lambda value: value * 256).convert("I;16"), "PNG")


def animated_png() -> bytes:
    return saved(drawing(), "PNG", save_all=True, append_images=[drawing("L").convert("RGB")])


def heic(size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    written = io.BytesIO()
    pillow_heif.from_pillow(drawing(size=size)).save(written, quality=50, **options)
    return written.getvalue()


def ten_bit_heic() -> bytes:
    """Of brand `heix`, as newer phones make."""
    pillow_heif.options.SAVE_HDR_TO_12_BIT = False
    picture = pillow_heif.from_bytes("RGB;16", (64, 64), bytes(range(128)) * 192)
    written = io.BytesIO()
    picture.save(written, quality=50)
    return written.getvalue()


def written_pdf(pages: Sequence[str] = ("contract",), **options: object) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, **options)
    for text in pages:
        canvas.drawString(72, 720, text)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def locked_pdf(*, to_open: str) -> bytes:
    """Encrypted; with an empty password to open it, only changing it is forbidden."""
    return written_pdf(encrypt=StandardEncryption(to_open, "owner", canPrint=0, strength=128))


def portfolio() -> bytes:
    """A cover page over attached files."""
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Collection << /Type /Collection /View /D >>"
            b" /Names << /EmbeddedFiles << /Names [(a.txt) 4 0 R] >> >> >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
            b"<< /Type /Filespec /F (a.txt) /EF << /F 5 0 R >> >>",
            b"<< /Type /EmbeddedFile /Length 5 >>\nstream\nhello\nendstream",
        ]
    )
