"""Reads lists as callers do, and tells what is missing or not theirs."""

from collections.abc import AsyncIterator, Iterable

from tests.matrix.ground import Ground, Place
from tests.matrix.walk import Cell, Surprise, belonging_to_others, code_of, in_parallel
from tests.world.client import Answer


async def pages(cell: Cell, **query: str) -> AsyncIterator[Answer]:
    """All pages."""
    path, asked = "/" + cell.door.path({}), {"limit": "100", **query}
    while True:
        answer = await cell.caller.client.get(path, params=asked)
        yield answer
        cursor = answer.body.get("next_cursor") if answer.status == 200 else None
        if cursor is None:
            return
        asked["cursor"] = cursor


def places_of(cell: Cell, ground: Ground) -> list[Place]:
    """Where the caller has something of what the row shows."""
    row, caller = cell.row, cell.caller
    return [
        place
        for place in ground.places
        if row.kind is not None
        and row.shows in place.ids
        and caller.reaches(row.kind, place)
        and row.has & caller.acts_as(place)
    ]


async def misread(lists: Iterable[Cell], ground: Ground) -> list[Surprise]:
    """What these lists lack of the caller's, and what they hold of others."""

    async def one(cell: Cell) -> list[Surprise]:
        found, text = [], ""
        async for answer in pages(cell):
            if answer.status != 200:
                found.append(Surprise(cell, "200", " ".join(map(str, code_of(answer)))))
            foreign = belonging_to_others(answer, cell.caller, ground)
            found += [Surprise(cell, "their own", f"read {what}") for what in foreign]
            text += answer.raw.decode()
        return found + [
            Surprise(cell, f"{cell.row.shows} of {place.name}", "missed")
            for place in places_of(cell, ground)
            if place.ids[cell.row.shows or ""] not in text
        ]

    return [one for several in await in_parallel(map(one, lists)) for one in several]
