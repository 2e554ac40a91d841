"""What a letter says, part by part; how it looks is decided in one place, `setting.py`."""

from datetime import date

import msgspec


class Caption(msgspec.Struct, frozen=True, tag=True):
    """A line above what follows; it stays with it."""

    text: str


class Paragraph(msgspec.Struct, frozen=True, tag=True):
    """Running text; `indent` as Chinese paragraphs have it, `small` for what explains."""

    text: str
    indent: bool = True
    small: bool = False


class Facts(msgspec.Struct, frozen=True, tag=True):
    """A table of names and values."""

    rows: tuple[tuple[str, str], ...]


class Grid(msgspec.Struct, frozen=True, tag=True):
    """A table with a head, which every page repeats; `shares` are the columns' parts of the width."""

    head: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


class Signature(msgspec.Struct, frozen=True, tag=True):
    """Who signs, to the right, with room for a seal; the lines stay on one page."""

    lines: tuple[str, ...]


Part = Caption | Paragraph | Facts | Grid | Signature


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """`above` stands over the title, `below` under it; `footer` on every page beside its number.
    `code` is what the QR code beside the title holds.

    `mark` is written across each page. `dated` is the file's own date, so that the same letter is
    the same file.
    """

    title: str
    parts: tuple[Part, ...]
    dated: date
    author: str
    above: str = ""
    below: str = ""
    footer: str = ""
    code: str = ""
    mark: str = ""
