"""What applying works out on the phone: fingerprints, PDFs of photos, readings, and whose word holds."""

import base64
import hashlib
import io
import struct
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from tests.clients.computed import computed

_LENGTHS = (0, 1, 55, 56, 63, 64, 65, 119, 120, 100_000)
_SHA = """
import { sha256 } from '@/papers/sha256'
const LENGTHS = %s
answer(LENGTHS.map((length) => sha256(Uint8Array.from({ length }, (_, at) => (at * 7) %% 251).buffer)))
"""
_PDF = """
import { writePdf } from '@/papers/writePdf'
const bytes = (text: string) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer
const pages = (%s as [string, number][]).map(([text, turned]) => ({ jpeg: bytes(text), turned }))
const pdf = writePdf(pages)
const text = pdf && Array.from(new Uint8Array(pdf), (byte) => String.fromCharCode(byte)).join('')
answer(text === null ? null : btoa(text))
"""
_READ = """
import { typedOf, valueOf } from '@/facts/typed'
const held = [['money', 980050], ['ratio', 1200], ['bool', false], ['list', null],
  ['instant', '2026-03-05T23:59:59+08:00'], ['instant', '2026-03-05T15:59:00Z']] as [any, any][]
answer([
  ...(%s as [any, any][]).map(([kind, typed]) => valueOf(kind, typed) ?? 'unreadable-or-null'),
  ...held.map(([kind, value]) => typedOf(kind, value)),
])
"""
_MERGE = """
import { merge, unsaved } from '@/pages/apply/merge'
const types = ['text', 'money', 'instant']
const asked = types.map((type) => ({ field: type, fact: { type, options: [] } })) as any
const put = (text: string, money: string, instant: string) => ({ text, money, instant })
const told = (one: any) => [one.answers, one.conflicts.map((each: any) => each.asked.field)]
const base = put('old', '100', '')
answer([
  told(merge(asked, base, base, put('new', '100', '2026-03-05'))),
  told(merge(asked, base, put('mine', '100', ''), put('old', '200', ''))),
  told(merge(asked, base, put('mine', '100.', ''), put('theirs', '100', ''))),
  told(merge(asked, base, put('same', '7', ''), put('same', '7.00', ''))),
  unsaved(asked, put('', '98', '2026-03-05T10:30:00+08:00'), put('', '98.', '2026-03-05T02:30:00Z'))
    .length,
  unsaved(asked, base, put('old', '1.2.3', '')).map((one: any) => one.field),
])
"""


def _jpeg(colour: str, size: tuple[int, int], orientation: int | None = None) -> bytes:
    file, exif = io.BytesIO(), Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    Image.new("RGB", size, colour).save(file, "JPEG", exif=exif.tobytes())
    return file.getvalue()


def _pdf(*pages: tuple[bytes, int]) -> bytes | None:
    told = [[base64.b64encode(page).decode(), turned] for page, turned in pages]
    made = computed(_PDF % told)
    return None if made is None else base64.b64decode(made)


def test_a_fingerprint_is_that_of_everybody() -> None:
    """At every edge of its blocks, and over many of them."""
    expected = [
        hashlib.sha256(bytes(at * 7 % 251 for at in range(length))).hexdigest()
        for length in _LENGTHS
    ]
    assert computed(_SHA % list(_LENGTHS)) == expected


def test_photos_become_the_pages_of_one_pdf() -> None:
    """Upright however the phone was held and however the person turned them; the bytes unchanged."""
    upright, lying = _jpeg("red", (300, 200)), _jpeg("blue", (300, 200), orientation=6)
    made = _pdf((upright, 0), (lying, 0), (upright, 90), (lying, 270))
    assert made is not None
    assert upright in made
    read = pypdfium2.PdfDocument(made)
    sizes = [(page.get_width() > page.get_height()) for page in read]
    assert sizes == [True, False, False, True]
    colours = [page.render().to_pil().getpixel((20, 20)) for page in read]
    assert [max(range(3), key=lambda at: colour[at]) for colour in colours] == [0, 2, 0, 2]


@pytest.mark.parametrize("page", [b"", b"%PDF-1.4", struct.pack(">H", 0xFFD8) + bytes(40)])
def test_what_is_no_photo_becomes_no_pdf(page: bytes) -> None:
    assert _pdf((_jpeg("red", (30, 20)), 0), (page, 0)) is None


def test_typing_is_read_as_meant() -> None:
    """Full-width figures, separators, per cent; what cannot be read is told from what is blank."""
    typed: list[tuple[str, Any]] = [
        ("money", "12,345.6"),
        ("money", "９８００元"),
        ("ratio", "12.5%"),
        ("int", "1 200"),
        ("bool", "false"),
        ("money", "12.345"),
        ("int", "12.5"),
        ("text", "  "),
    ]
    expected = [1_234_560, 980_000, 1250, 1200, False, *["unreadable-or-null"] * 3]
    told = str([list(pair) for pair in typed])
    assert computed(_READ % told) == [
        *expected,
        *("9800.50", "12", "false", []),
        # A bare day comes back as its end, and is the day alone again.
        *("2026-03-05", "2026-03-05T15:59:00Z"),
    ]


def test_whose_word_holds_where_two_wrote() -> None:
    untouched, apart, both, alike, left, unreadable = computed(_MERGE)
    assert untouched == [{"text": "new", "money": "100", "instant": "2026-03-05"}, []]
    assert apart == [{"text": "mine", "money": "200", "instant": ""}, []]
    assert both == [{"text": "mine", "money": "100.", "instant": ""}, ["text"]]
    assert alike == [{"text": "same", "money": "7", "instant": ""}, []]
    assert left == 0
    assert unreadable == ["money"]
