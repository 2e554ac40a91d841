"""The cells of the matrix: what each caller is to be answered, and the call that asks."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.matrix.ground import Ground, Place
from tests.matrix.people import UNAUTHENTICATED, Caller, Refusal
from tests.matrix.table import Row
from tests.world.bodies import fitting
from tests.world.client import Answer
from tests.world.doors import Door

Found = TypeVar("Found")
FORBIDDEN = (403, "forbidden")
CONSENT_REQUIRED = (403, "consent_required")
NOT_FOUND = (404, "not_found")
_UNFIT = {"no_such_field": 1}
_AT_ONCE = 6


@dataclass(frozen=True)
class Cell:
    """One call by one caller, about one place if the row names something."""

    row: Row
    door: Door
    caller: Caller
    place: Place | None = None

    @property
    def refusal(self) -> Refusal | None:
        """None where the call gets through to what it is about."""
        return self.refused_at_the_door or self._not_theirs

    @property
    def takes_a_body(self) -> bool:
        return self.row.body is None and self.door.info.description.request is not None

    @property
    def is_there(self) -> bool:
        """Whether what the row needs is there for whom it belongs to."""
        return self.place is None or self.row.needs is None or self.row.needs in self.place.ids

    @property
    def refused_at_the_door(self) -> Refusal | None:
        """Whatever it names."""
        row, caller = self.row, self.caller
        if row.is_public:
            return None
        if row.is_signed:
            return FORBIDDEN
        if caller.refused == UNAUTHENTICATED:
            return UNAUTHENTICATED
        if not row.is_for_every_login:
            if caller.role not in row.let_in:
                return FORBIDDEN
            if caller.refused is not None:
                return caller.refused
        if caller.consent_due and self.door.info.consent:
            return CONSENT_REQUIRED
        return None

    @property
    def _not_theirs(self) -> Refusal | None:
        row, caller, place = self.row, self.caller, self.place
        if row.kind is None and row.how is None and caller.role in row.let_in - row.has:
            return FORBIDDEN
        if place is None or row.kind is None:
            return None
        if not caller.reaches(row.kind, place):
            return NOT_FOUND
        if row.has & caller.acts_as(place):
            return None
        return FORBIDDEN if "owner" in row.has else NOT_FOUND


@dataclass(frozen=True)
class Surprise:
    """What was answered instead of what the table says."""

    cell: Cell
    expected: str
    got: str


def cells(
    rows: Iterable[Row], doors: dict[str, Door], callers: list[Caller], ground: Ground
) -> Iterator[Cell]:
    """Each row by each caller about each place; a role that is not let in comes once."""
    for row in rows:
        door, turned_away = doors[row.call], set[str]()
        places: list[Place | None] = [None]
        if row.names_something:
            places = [place for place in ground.places if row.named <= set(place.ids)]
            assert places, f"{row.call}: make what it names in tests/world/neighbours.py"
        for caller in callers:
            first = Cell(row, door, caller, places[0])
            if first.refused_at_the_door is None:
                found = (Cell(row, door, caller, place) for place in places)
                yield from (cell for cell in found if cell.refusal or cell.is_there)
            elif (name := caller.role or caller.name) not in turned_away:
                turned_away.add(name)
                yield first


async def send(cell: Cell, ground: Ground, *, fits: bool, key: str | None = None) -> Answer:
    """With a body that fits its description, or with one that nothing fits."""
    row, description = cell.row, cell.door.info.description
    ids = (cell.place or ground["here"]).ids
    options: dict[str, Any] = {"headers": {"if-match": '"1"'}}
    if key is not None:
        options["headers"]["idempotency-key"] = key
    if row.body is not None:
        options["json"] = row.body_for(ids)
    elif description.request is not None and not description.files:
        options["json"] = fitting(description.request) if fits else _UNFIT
    elif row.method in ("POST", "PUT"):
        options["json"] = {}
    return await cell.caller.client.call(row.method, "/" + cell.door.path(ids), **options)


def code_of(answer: Answer) -> Refusal:
    """Status and code, the code empty where the answer is no problem."""
    body = answer.body
    return answer.status, body.get("code") or "" if isinstance(body, dict) else ""


async def in_parallel(jobs: Iterable[Awaitable[Found]]) -> list[Found]:
    """Their results in order, several of them at once."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(job: Awaitable[Found]) -> Found:
        async with gate:
            return await job

    return list(await asyncio.gather(*(one(job) for job in jobs)))


def belonging_to_others(answer: Answer, caller: Caller, ground: Ground) -> list[str]:
    """What an answer gives away of places that are not the caller's.

    The flags of a review name others by their number on purpose: what has the same file, or was
    passed over.
    """
    text = answer.raw.decode("utf-8", "replace")
    if isinstance(answer.body, dict) and "flags" in answer.body:
        text = json.dumps({**answer.body, "flags": []}, ensure_ascii=False)
    return [
        f"{name} of {place.name}"
        for place, name, value in ground.marks
        if value in text and not caller.may_read(place, name)
    ]


def differs(cell: Cell, answer: Answer, ground: Ground) -> Surprise | None:
    """Anything but the refusal of the table, and a refusal that gives something away."""
    assert cell.refusal is not None
    expected, got = _words(cell.refusal), code_of(answer)
    if got != cell.refusal:
        return Surprise(cell, expected, _words(got))
    found = belonging_to_others(answer, cell.caller, ground)
    return Surprise(cell, expected, f"read {', '.join(found)}") if found else None


async def not_refused(refused: Iterable[Cell], ground: Ground) -> list[Surprise]:
    """Each cell with a body that nothing fits; with one that fits, whom the door lets in."""
    sent = [(cell, False) for cell in refused]
    sent += [(c, True) for c, _ in sent if c.takes_a_body and c.refused_at_the_door is None]

    async def one(cell: Cell, fits: bool) -> Surprise | None:
        return differs(cell, await send(cell, ground, fits=fits), ground)

    found = await in_parallel(one(cell, fits) for cell, fits in sent)
    return [surprise for surprise in found if surprise is not None]


def _words(refusal: Refusal) -> str:
    return " ".join(map(str, refusal)).strip()


def told(surprises: Iterable[Surprise]) -> str:
    """One line a call, place and outcome, with everybody whom it concerns."""
    lines: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for one in surprises:
        place = f" about {one.cell.place.name}" if one.cell.place else ""
        names = lines[one.cell.row.call, place, one.expected, one.got]
        names.append(one.cell.caller.name)
    return "".join(
        f"\n{call}{place}: {expected} expected, {got}: {', '.join(dict.fromkeys(names))}"
        for (call, place, expected, got), names in lines.items()
    )
