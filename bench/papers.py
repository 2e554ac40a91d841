"""Papers to upload: PDFs of one page and 2 MiB, or as asked for, no two the same."""

import os

from tests.world.papers import pdf_of

PAPER_BYTES = 2 * 1024 * 1024
_PAGE = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
)
_REST = 700
"""Bytes of everything but the filling, rounded up."""
_BOUNDARY = "bench-boundary"


def paper(size: int = PAPER_BYTES) -> bytes:
    """One file, different from all others in the first bytes of its filling."""
    filling = os.urandom(32).hex().encode() + bytes(size - _REST - 64)
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(filling), filling)
    # The page shows nothing; the filling is there for the way that bytes take.
    return pdf_of((*_PAGE, b"<< /Length 0 >>\nstream\n\nendstream", stream)).ljust(size, b"\n")


def multipart(kind: str, size: int = PAPER_BYTES) -> tuple[str, bytes]:
    """Content type and body of an upload under this kind."""
    fields = "".join(
        f'--{_BOUNDARY}\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("kind", kind), ("name", "paper.pdf"))
    )
    opening = (
        f'{fields}--{_BOUNDARY}\r\ncontent-disposition: form-data; name="file"; '
        'filename="paper.pdf"\r\ncontent-type: application/pdf\r\n\r\n'
    )
    body = b"".join((opening.encode(), paper(size), f"\r\n--{_BOUNDARY}--\r\n".encode()))
    return f"multipart/form-data; boundary={_BOUNDARY}", body
