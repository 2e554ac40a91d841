"""Keeps the items of a list within the bytes that a phone's list may take."""

from typing import Final, TypeVar

import msgspec
from msgspec.structs import replace

from models.rules.text.light import cut_to, json_bytes
from server.edge.web.replies import encode

MOST_BYTES: Final = 600
"""Of an item in JSON."""
Item = TypeVar("Item", bound=msgspec.Struct)


def lightened(item: Item, *texts: str) -> Item:
    """The same with those of its texts cut for which there is no room; the first keeps the most."""
    if len(encode(item)) <= MOST_BYTES:
        return item
    room = MOST_BYTES - len(encode(replace(item, **dict.fromkeys(texts, ""))))
    for name in texts:
        kept = cut_to(getattr(item, name), max(room, 0))
        item, room = replace(item, **{name: kept}), room - json_bytes(kept)
    return item
