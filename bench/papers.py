"""Papers to upload: 2 MiB that look like a PDF, no two the same."""

import os

PAPER_BYTES = 2 * 1024 * 1024
_HEAD = b"%PDF-1.7\n"
_TAIL = b"\nstartxref\n9\n%%EOF\n"
_BOUNDARY = "bench-boundary"


def paper() -> bytes:
    """One file, different from all others in its first bytes."""
    unlike = os.urandom(32).hex().encode()
    filling = PAPER_BYTES - len(_HEAD) - len(unlike) - len(_TAIL)
    return b"".join((_HEAD, unlike, bytes(filling), _TAIL))


def multipart(kind: str) -> tuple[str, bytes]:
    """Content type and body of an upload under this kind."""
    fields = "".join(
        f'--{_BOUNDARY}\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("kind", kind), ("name", "paper.pdf"))
    )
    opening = (
        f'{fields}--{_BOUNDARY}\r\ncontent-disposition: form-data; name="file"; '
        'filename="paper.pdf"\r\ncontent-type: application/pdf\r\n\r\n'
    )
    body = b"".join((opening.encode(), paper(), f"\r\n--{_BOUNDARY}--\r\n".encode()))
    return f"multipart/form-data; boundary={_BOUNDARY}", body
