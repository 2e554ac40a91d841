"""A life of one pool: what a step may rely on, what is looked at after it, and how it is repaired."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, ClassVar, TypeVar, cast
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from server.worker import handlers
from tests.line.always import (
    locks_were_due,
    money_is_within_the_budget,
    nothing_promised_is_lost,
    the_moment_holds,
)
from tests.line.desk import submit
from tests.line.drafts import FEES_FEN
from tests.line.place import Place
from tests.line.quiet import repaired
from tests.line.truth import Held, Rows, read_held, read_rows
from tests.line.wire import FATES, Pausing

Result = TypeVar("Result")
Step = TypeVar("Step", bound=Callable[..., None])
numbers = st.integers(0, 30)
fates = st.sampled_from(FATES)
fees = st.sampled_from(FEES_FEN)
days = st.integers(1, 15)

ENDED = ("withdrawn", "rejected", "lapsed", "not_funded")
BUDGETS = (600_000, 1_000_000, 1_500_000, 2_100_000, 3_000_000)
"""Awards are 200 000 to 1 000 000 fen."""


@dataclass(frozen=True)
class Terms:
    """What kind of pool a life has; None is no limit."""

    budget_fen: int | None = None
    places: int | None = None
    last_award: str = "stop"
    least_fen: int = 0


TERMS = (
    Terms(budget_fen=1_500_000),
    Terms(places=4),
    Terms(budget_fen=2_100_000, places=5),
    Terms(budget_fen=1_500_000, last_award="partial", least_fen=100_000),
    Terms(budget_fen=1_500_000, places=4, last_award="partial"),
)


@dataclass
class Rebuilder:
    """One that stands still; `harmless` once the ranking was repaired in spite of it."""

    quota: Pausing
    task: asyncio.Task[Any]
    harmless: bool = False


def when(holds: Callable[[Any], Any]) -> Callable[[Step], Step]:
    """A step that makes sense only then; otherwise somebody submits instead.

    Not a precondition: what is drawn next must not depend on how calls of one moment fell out.
    """

    def wrap(step: Step) -> Step:
        @wraps(step)
        def taken(self: "Life", **drawn: Any) -> None:
            if holds(self):
                step(self, **drawn)
            else:
                self.instead()

        return cast(Step, taken)

    return wrap


class Life(RuleBasedStateMachine):
    """Steps are rules; after each of them `look` reads both stores and asserts what always holds."""

    place: ClassVar[Place]
    steps: ClassVar[int] = 0
    lives: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.edition = ""
        self.rows: Rows
        self.held: Held
        self.promised: set[UUID] = set()
        self.broken = False
        self.rebuilders: list[Rebuilder] = []
        self.locked: set[UUID] = set()
        self.copies: list[tuple[str, set[UUID]]] = []

    @initialize(order=st.sampled_from(("payment", "arrival")), terms=st.sampled_from(TERMS))
    def begin(self, order: str, terms: Terms) -> None:
        type(self).lives += 1
        self.edition = self.place.drafts.editions[order]
        self.run(self._begin(terms))
        self.repair()

    async def _begin(self, terms: Terms) -> None:
        await self.place.fresh()
        fetch = self.place.database.fetch
        await fetch(
            "UPDATE pools SET budget_fen = $2, places = $3, last_award = $4,"
            " last_award_min_fen = $5 WHERE edition_id = $1",
            self.edition,
            terms.budget_fen,
            terms.places,
            terms.last_award,
            terms.least_fen,
        )
        # The worker then has one pool to look after.
        others = [one for one in self.place.drafts.editions.values() if one != self.edition]
        closed = "UPDATE editions SET closed_at = now(), settled_at = now() WHERE code = ANY($1)"
        await fetch(closed, [*others, self.place.world.edition])

    def run(self, step: Coroutine[Any, Any, Result], *, as_worker: bool = False) -> Result:
        return self.place.run(step, as_worker=as_worker)

    def act(
        self, step: Coroutine[Any, Any, Result], *fates: Any, as_worker: bool = False
    ) -> Result:
        """A step whose calls to the ranking meet these fates, in their order."""
        self.place.traffic.fates = list(fates)
        try:
            return self.run(step, as_worker=as_worker)
        finally:
            self.place.traffic.fates.clear()

    def loop(self, name: str) -> None:
        """One round of a loop of the leading worker."""
        self.run(_awaited(self.place.loops[name].act()), as_worker=True)

    def turn(self, *fates: Any) -> None:
        """The job that locks passed claims whose turn has come."""
        job: Any = handlers(self.place.worker_ports)["pool.next_in_turn"]
        self.act(_awaited(job(self.pool_id)), *fates, as_worker=True)

    @property
    def pool_id(self) -> UUID:
        found: UUID = self.rows.pool["id"]
        return found

    def of(self, *statuses: str, stages: Sequence[str] = ()) -> list[Any]:
        """Applications in one of these statuses, with a review open at one of these stages."""
        return [
            one
            for one in self.rows.applications
            if one["status"] in statuses
            and (not stages or (one["stage"] in stages and one["review_id"] is not None))
        ]

    def instead(self) -> None:
        """The next draft, if there is one and it is not too late."""
        drafts = [] if self.rows.closed else self.of("draft")
        if drafts:
            self.run(submit(self.place, drafts[0]["id"]))
            self.promised.add(drafts[0]["id"])

    def pick(self, number: int, *statuses: str) -> Any:
        found = self.of(*statuses)
        return found[number % len(found)]

    async def read(self) -> None:
        self.rows = await read_rows(self.place.database, self.edition)
        self.held = await read_held(self.place.ports.quota, self.pool_id)

    @invariant()
    def look(self) -> None:
        type(self).steps += 1
        self.run(self.read())
        money_is_within_the_budget(self.rows)
        nothing_promised_is_lost(self.rows, self.promised)
        locks_were_due(self.rows, self.locked)
        self.locked = self.rows.locked
        the_moment_holds(
            self.rows,
            self.held,
            missed=self.place.traffic.missed,
            broken=self.broken,
            rebuilding=any(not one.harmless for one in self.rebuilders),
        )

    def repair(self) -> None:
        """What the worker does again and again, until the ranking equals the reference."""
        self.broken = not self.run(repaired(self.place, self.edition))
        for one in self.rebuilders:
            one.harmless = True

    def teardown(self) -> None:
        if self.edition:
            self.repair()
            self.look()
            self.run(self._end())

    async def _end(self) -> None:
        await self.stop_rebuilders()
        for copy, _ in self.copies:
            await self.place.database.drop(copy)

    async def stop_rebuilders(self) -> None:
        """They die, as processes do."""
        for one in self.rebuilders:
            one.task.cancel()
        await asyncio.gather(*(one.task for one in self.rebuilders), return_exceptions=True)
        self.rebuilders.clear()


async def _awaited(work: Any) -> Any:
    return await work
