"""Papers of the size that people send: photos of three megapixels, scanned pages; no two the same."""

import io
from functools import cache

from PIL import Image

from tests.world.archives import commented
from tests.world.papers import pdf_of
from tests.world.real_batch import Makers

_PHOTO, _SCAN = (2016, 1512), (1240, 1754)
_QUALITY, _PHOTO_GRAIN, _SCAN_GRAIN = 82, 8, 10


def true_papers() -> Makers:
    """Half a megabyte each, but not the time to make each: they differ in a comment alone."""
    return Makers(_photo, _pdf)


def _photo(text: str) -> bytes:
    return commented(_grainy(*_PHOTO, _PHOTO_GRAIN), text.encode())


def _pdf(text: str) -> bytes:
    """A page that is a picture, as scanners make them, under a line of text."""
    width, height = _SCAN
    picture, line = (
        _grainy(*_SCAN, _SCAN_GRAIN),
        f"BT /F1 9 Tf 20 20 Td ({text}) Tj ET".encode("ascii"),
    )
    drawn = b"q 595 0 0 842 0 0 cm /Im1 Do Q\n" + line
    resources = b"<< /XObject << /Im1 5 0 R >> /Font << /F1 6 0 R >> >>"
    form = (
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB"
        f" /BitsPerComponent 8 /Filter /DCTDecode /Length {len(picture)} >>"
    )
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s >>"
        % resources,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"%s\nstream\n%s\nendstream" % (form.encode("ascii"), picture),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    return pdf_of(objects)


@cache
def _grainy(width: int, height: int, grain: int) -> bytes:
    """Light paper with the grain of a camera, which is what makes photos large."""
    noise = Image.effect_noise((width, height), grain)
    shade = Image.linear_gradient("L").resize((width, height))
    page = Image.merge("RGB", (noise, Image.blend(noise, shade, 0.3), noise))
    written = io.BytesIO()
    page.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()
