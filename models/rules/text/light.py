"""Texts of a list's item cut to the room that it has, so that a phone's list stays light."""

import json
from typing import Final

_MORE: Final = "…"


def cut_to(text: str, room: int) -> str:
    """As much of it as takes `room` bytes in JSON, its quotes left out; what is cut ends in `…`.

    Empty where not even that fits.
    """
    if json_bytes(text) <= room:
        return text
    left, kept = room - json_bytes(_MORE), 0
    for sign in text:
        left -= json_bytes(sign)
        if left < 0:
            break
        kept += 1
    return text[:kept].rstrip() + _MORE if kept else ""


def json_bytes(text: str) -> int:
    """What it takes in a JSON text of UTF-8, its quotes left out."""
    return len(json.dumps(text, ensure_ascii=False).encode()) - 2
