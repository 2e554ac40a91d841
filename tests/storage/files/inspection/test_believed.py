"""What a reader says is held within bounds, whoever speaks through it."""

import io
from typing import Any

import msgspec
import pytest
from PIL import Image

from storage.files.inspection.believed import Unbelievable, believed
from storage.files.inspection.inspected import PREVIEW_SIDE


def jpeg(size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    written = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(written, "JPEG", quality=80, **options)
    return written.getvalue()


def said(**changed: object) -> bytes:
    honest: dict[str, object] = {
        "content_type": "application/pdf",
        "pages": 2,
        "page_sha256": "a" * 64,
        "text": "发票号码",
        "codes": ["01,32"],
        "previews": [jpeg(), jpeg((PREVIEW_SIDE, PREVIEW_SIDE + 1))],
    }
    return msgspec.msgpack.encode(honest | changed)


def test_an_honest_answer_is_believed() -> None:
    found = believed(said(), "application/pdf")
    assert (found.pages, len(found.previews)) == (2, 2)
    only_fault = said(fault="password", pages=0, previews=[])
    assert believed(only_fault, "application/pdf").fault == "password"


@pytest.mark.parametrize(
    "changed",
    [
        {"content_type": "image/png"},
        {"fault": "no such fault"},
        {"fault": "password"},
        {"pages": -1},
        {"pages": 0, "previews": []},
        {"pages": 2**31},
        {"pages": 1},
        {"page_sha256": "A" * 64},
        {"page_sha256": "a" * 63 + "\n"},
        {"page_sha256": "a" * 64 + "\n"},
        {"text": "x" * 200_001},
        {"codes": ["x"] * 21},
        {"codes": ["x" * 7_101]},
        {"previews": [b"<html>"]},
        {"previews": [jpeg(progressive=True)]},
        {"previews": [jpeg((PREVIEW_SIDE + 11, 8))]},
        {"previews": [jpeg() + bytes(4 * 1024 * 1024)]},
        {"previews": [jpeg()] * 11, "pages": 11},
    ],
)
def test_what_is_out_of_bounds_is_not(changed: dict[str, object]) -> None:
    with pytest.raises(Unbelievable):
        believed(said(**changed), "application/pdf")


@pytest.mark.parametrize("rest", [b"", b"\xc1", said()[:-1], said() + b"\0"])
def test_what_is_no_answer_is_not(rest: bytes) -> None:
    with pytest.raises(Unbelievable):
        believed(rest, "application/pdf")
