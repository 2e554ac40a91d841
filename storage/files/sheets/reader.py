"""Reads the sheets of a list of clients: asks a child process, which may crash but harm nothing."""

import asyncio
from typing import Final

import msgspec

from models.rules.manifest.file_faults import MOST_BYTES
from models.rules.manifest.plain_sheets import Block, PlainSheet, SheetRow
from storage.files.child.children import Children
from storage.files.child.ended import ReadingFailed, TooMuchAsked
from storage.files.child.program import Program
from storage.files.sheets.packed import (
    MOST_ANSWERED,
    Answer,
    PackedSheet,
    SheetsFault,
    unpack,
)

_MIB: Final = 1024 * 1024
_PROGRAM: Final = Program(
    "storage.files.sheets.program",
    memory_bytes=768 * _MIB,
    cpu_seconds=30,
    wall_seconds=60,
    answer_bytes=MOST_ANSWERED,
)


async def read_sheets(children: Children, content: bytes) -> tuple[PlainSheet, ...]:
    """The sheets of an .xlsx or of a CSV file, hidden ones too.

    Raises SheetsFault for what is none, and for what makes its reader crash or ask for too much;
    StoreUnavailable where no child could be had, ReadingUnended where it did not end.
    """
    if len(content) > MOST_BYTES:
        raise SheetsFault("too_large")
    try:
        said = await children.run(_PROGRAM, content)
    except TooMuchAsked:
        raise SheetsFault("too_complex") from None
    except ReadingFailed:
        raise SheetsFault("damaged") from None
    # A million cells take a second, and others are served meanwhile.
    return await asyncio.to_thread(_sheets, said)


def _sheets(said: bytes) -> tuple[PlainSheet, ...]:
    answer = msgspec.msgpack.decode(said, type=Answer)
    if answer.fault is not None:
        raise SheetsFault(answer.fault, answer.cell)
    return tuple(_sheet(packed) for packed in answer.sheets)


def _sheet(packed: PackedSheet) -> PlainSheet:
    return PlainSheet(
        packed.name,
        tuple(SheetRow(number, tuple(map(unpack, cells))) for number, cells in packed.rows),
        packed.hidden,
        frozenset(packed.hidden_rows),
        tuple(Block(*ends) for ends in packed.blocks),
        frozenset(packed.uncalculated),
        frozenset(packed.hidden_columns),
        packed.from_1904,
    )
