"""The child's program: which kind of file it is, then its sheets."""

from collections.abc import Callable

import msgspec

from storage.files.sheets import csv_text
from storage.files.sheets.packed import MOST_ANSWERED, Answer, PackedSheet, SheetsFault
from storage.files.sheets.workbook import read_workbook

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def prepare(content: memoryview) -> Callable[[], bytes]:
    """The file is read once nothing else can be opened any more."""
    csv_text.load_codecs()
    return lambda: _encoded(_answer(content))


def _encoded(answer: Answer) -> bytes:
    """One text that a thousand cells share is small in its file, and large in what is read of it."""
    said = msgspec.msgpack.encode(answer)
    if len(said) <= MOST_ANSWERED:
        return said
    return msgspec.msgpack.encode(Answer([], "too_many_cells"))


def _answer(content: memoryview) -> Answer:
    try:
        return Answer(_read(content))
    except SheetsFault as fault:
        return Answer([], fault.code, fault.cell)


def _read(content: memoryview) -> list[PackedSheet]:
    head = bytes(content[:8])
    if not content:
        raise SheetsFault("empty")
    if head.startswith(_ZIP):
        return read_workbook(content)
    if head == _COMPOUND:
        raise SheetsFault("password" if _ENCRYPTED in bytes(content) else "old_format")
    return [csv_text.read_csv(bytes(content))]
