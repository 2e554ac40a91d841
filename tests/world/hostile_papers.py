"""Files that pass for papers by their marks alone, and true ones with something hidden in them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

from tests.world.papers import png_chunk

_MEBIBYTE = 1024 * 1024
MARKS = b"\nstartxref 0 %%EOF\n"
"""What a reader of marks takes for the end of a PDF."""


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF with a correct table; the first object is its catalogue."""
    body, table = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, part in enumerate(objects, start=1):
        table += b"%010d 00000 n \n" % len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    count = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n%b" % (count, table)
        + b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, trailer, len(body))
    )


def pdf_that_unpacks_to(size: int) -> bytes:
    """One page, whose content is `size` bytes of nothing, packed a thousand times smaller."""
    packed = _packed_spaces(size)
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed),
        ]
    )


def _packed_spaces(size: int) -> bytes:
    """`size` spaces as zlib packs them, from one MiB that is packed and then repeated."""
    many, rest = divmod(size, _MEBIBYTE)
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    # After a full flush nothing leans on what came before.
    piece = deflate.compress(b" " * _MEBIBYTE) + deflate.flush(zlib.Z_FULL_FLUSH)
    last = deflate.compress(b" " * rest) + deflate.flush()
    # Adler-32 (RFC 1950) of so many equal bytes.
    first_sum = (1 + size * ord(" ")) % 65_521
    second_sum = (size + ord(" ") * size * (size + 1) // 2) % 65_521
    return b"\x78\xda" + piece * many + last + struct.pack(">HH", second_sum, first_sum)


def pdf_with_password() -> bytes:
    """Encrypted by the standard handler (revision 2), for a password that nobody here has."""
    strange = b"<" + b"41" * 32 + b">"
    encrypt = b"<< /Filter /Standard /V 1 /R 2 /O %b /U %b /P -4 >>" % (strange, strange)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        encrypt,
    ]
    return pdf_of(objects, b"/Encrypt 4 0 R /ID [<00> <00>]")


def pdf_without_page() -> bytes:
    return pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"])


def png_of(width: int, height: int) -> bytes:
    """A header of that many pixels over a picture of almost none."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(kind, data) for kind, data in chunks)


def with_archive(paper: bytes) -> bytes:
    """The paper, and behind it a ZIP with a program: one file that is both."""
    packed = io.BytesIO(paper)
    packed.seek(0, io.SEEK_END)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("run.bat", "echo")
    return packed.getvalue()
