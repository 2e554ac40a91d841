"""Turns, time limits, budgets, the end of an edition: what the office does in a life."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.line import desk
from tests.line.life import BUDGETS, Life, fates, when
from tests.line.place import LATER

_FAR = timedelta(days=40)


class Office(Life):
    """The worker's own acts among them, with calls that may be lost as any others."""

    @rule(some=st.lists(fates, max_size=3))
    @when(lambda self: self.of("returned"))
    def lapse(self, some: list[Any]) -> None:
        """Weeks later nothing that was returned is still there."""
        self.place.worker_clock.ahead = _FAR
        try:
            self.place.traffic.fates = list(some)
            self.loop("lapse")
        finally:
            self.place.worker_clock.ahead = LATER
            self.place.traffic.fates.clear()
        self.run(self.read())
        assert not self.of("returned")

    @rule(some=st.lists(fates, max_size=3))
    @when(lambda self: self._passed())
    def next_in_turn(self, some: list[Any]) -> None:
        """Afterwards nobody who passed is within the budget and not locked."""
        self.turn(*some)
        self.run(self.read())
        reference = self.rows.reference()
        assert not [one for one in self._passed() if reference[one].state == "funded"]

    @rule(
        budget_fen=st.none() | st.sampled_from(BUDGETS),
        places=st.none() | st.integers(1, 7),
        fate=fates,
    )
    @when(lambda self: self.promised)
    def resize(self, budget_fen: int | None, places: int | None, fate: Any) -> None:
        answer = self.act(desk.resize(self.place, self.edition, budget_fen, places), fate)
        pool = self.rows.pool
        if budget_fen is None and places is None:
            answer.refused(422, "invalid")
        elif (budget_fen is not None and budget_fen < pool["locked_fen"]) or (
            places is not None and places < pool["locked_places"]
        ):
            answer.refused(409, "below_locked")
        else:
            shown = answer.ok()
            told = self.broken or self.place.traffic.missed or shown["stale"]
            assert told or (shown["budget_fen"], shown["places"]) == (budget_fen, places)

    @rule()
    @when(lambda self: not self.rows.closed and len(self.promised) > 4)
    def close(self) -> None:
        self.run(desk.close(self.place, self.edition))

    @rule(some=st.lists(fates, max_size=4))
    @when(lambda self: self.rows.closed)
    def settle_edition(self, some: list[Any]) -> None:
        """Exactly those who waited end unfunded."""
        waiting = {
            self.rows.claims[claim_id]["application_id"]
            for claim_id, one in self.rows.reference().items()
            if one.state == "waiting"
        }
        before = {one["id"] for one in self.of("not_funded")}
        self.place.traffic.fates = list(some)
        self.loop("settle editions")
        self.place.traffic.fates.clear()
        self.run(self.read())
        assert {one["id"] for one in self.of("not_funded")} - before == waiting

    def _passed(self) -> list[UUID]:
        """Claims that passed while they waited."""
        return [one["id"] for one in self.rows.live if one["passed_at"] and not one["locked_at"]]
