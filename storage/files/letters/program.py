"""The child's program: sets one letter; its words are read once nothing can be opened any more."""

import codecs
import importlib
from collections.abc import Callable
from typing import Final

import msgspec

from storage.files.letters.letter import Letter
from storage.files.letters.setting import set_letter
from storage.files.letters.sheet import Pages

# What the libraries load only when a letter is written out.
_TABLES: Final = ("B_A_S_E_", "O_S_2f_2", "_h_h_e_a", "_v_h_e_a")
for _table in _TABLES:
    importlib.import_module(f"fontTools.ttLib.tables.{_table}")
for _codec in ("utf_16_be", "utf_32_be"):
    codecs.lookup(_codec)


def prepare(content: memoryview) -> Callable[[], bytes]:
    sheet = Pages()
    return lambda: set_letter(sheet, msgspec.msgpack.decode(content, type=Letter))
