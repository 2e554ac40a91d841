"""Whatever is done to a paper, its reader comes to a known end: opened, or refused by a fault."""

import asyncio
from collections.abc import AsyncIterator
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.files.inspection.inspected import ContentType, Fault
from storage.files.inspection.inspector import Inspector
from tests.rush.size import PROVING
from tests.world.made_ofd import ofd, picture_at, text_at
from tests.world.made_papers import (
    animated_png,
    drawing,
    heic,
    locked_pdf,
    multi_picture,
    photo,
    portfolio,
    saved,
    ten_bit_heic,
    written_pdf,
)
from tests.world.papers import HEIC, JPEG, pdf

PAPERS: tuple[tuple[ContentType, bytes], ...] = (
    ("application/pdf", pdf()),
    ("application/pdf", written_pdf(["one", "two"])),
    ("application/pdf", locked_pdf(to_open="")),
    ("application/pdf", portfolio()),
    ("image/jpeg", JPEG),
    ("image/jpeg", photo()),
    ("image/jpeg", multi_picture()),
    ("image/jpeg", saved(drawing("CMYK"), "JPEG", progressive=True)),
    ("image/png", animated_png()),
    ("image/png", saved(drawing("P"), "PNG", transparency=0)),
    ("image/heic", HEIC),
    ("image/heic", heic()),
    ("image/heic", ten_bit_heic()),
    (
        "application/ofd",
        ofd([text_at(9, 9, "发票") + picture_at(1, 1, 9, "7")], pictures={"7": JPEG}),
    ),
)
EXAMPLES = 2_000 if PROVING else 12


@pytest.fixture(scope="module")
async def inspector() -> AsyncIterator[Inspector]:
    opened = Inspector()
    yield opened
    await opened.close()


@st.composite
def mutated(draw: st.DrawFn) -> tuple[ContentType, bytes]:
    content_type, content = draw(st.sampled_from(PAPERS))
    changed = bytearray(content)
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(0, len(changed) - 1)))
        match draw(st.sampled_from(("set", "cut", "repeat", "insert", "number", "end"))):
            case "set":
                changed[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
            case "cut":
                del changed[at : at + draw(st.integers(1, 200))]
            case "repeat":
                changed[at:at] = changed[at : at + draw(st.integers(1, 400))]
            case "insert":
                changed[at:at] = draw(st.binary(max_size=40))
            case "number":
                changed[at : at + 4] = draw(st.sampled_from((b"\xff" * 4, b"\0" * 4, b"\x7f" * 4)))
            case "end":
                del changed[at:]
    return content_type, bytes(changed)


@pytest.mark.timeout(3_600 if PROVING else 120)
@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(paper=mutated())
async def test_a_mutated_paper_ends_as_papers_do(
    inspector: Inspector, paper: tuple[ContentType, bytes]
) -> None:
    content_type, content = paper
    found = await asyncio.wait_for(inspector.inspect(content, content_type), 60)
    assert found.fault in (None, *get_args(Fault))
    assert (found.fault is None) == (found.previews != ())
