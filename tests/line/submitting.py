"""Submitting and giving up: what firms do in a life."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.line import desk
from tests.line.life import ENDED, Life, days, fates, fees, numbers, when


class Submitting(Life):
    """Every rule picks among the applications for which it makes sense."""

    @rule(number=numbers, fate=fates)
    @when(lambda self: not self.rows.closed and self.of("draft"))
    def submit(self, number: int, fate: Any) -> None:
        application = self.pick(number, "draft")
        shown = self.act(desk.submit(self.place, application["id"]), fate)
        self.promised.add(application["id"])
        assert shown["queue"]["state"] in ("funded", "waiting", "pending")

    @rule(first=numbers, together=st.integers(2, 4), some=st.lists(fates, max_size=4))
    @when(lambda self: not self.rows.closed and len(self.of("draft")) > 3)
    def rush(self, first: int, together: int, some: list[Any]) -> None:
        """Several submit at the same moment."""
        drafts = self.of("draft")
        ids = [drafts[(first + one) % len(drafts)]["id"] for one in range(together)]
        self.act(desk.submit_all(self.place, ids), *some)
        self.promised.update(ids)

    @rule(number=numbers, fate=fates)
    @when(lambda self: self.of("in_review", "returned", "approved"))
    def withdraw(self, number: int, fate: Any) -> None:
        application = self.pick(number, "in_review", "returned", "approved")
        self.act(desk.withdraw(self.place, application["id"]), fate)

    @rule(number=numbers, fee_fen=fees, paid=days, signed=days, fate=fates)
    @when(lambda self: self.of("returned"))
    def hand_in_again(
        self, number: int, *, fee_fen: int, paid: int, signed: int, fate: Any
    ) -> None:
        """What is locked cannot grow; anything else is taken."""
        application = self.pick(number, "returned")
        step = desk.hand_in_again(self.place, application, fee_fen, paid=paid, signed=signed)
        answer = self.act(step, fate)
        claims = (one for one in self.rows.live if one["application_id"] == application["id"])
        claim = next(claims)
        if claim["locked_at"] is not None and fee_fen * 2 // 5 > claim["amount_fen"]:
            answer.refused(409, "incomplete")
        else:
            answer.ok()

    @rule(number=numbers, fee_fen=fees, paid=days, fate=fates)
    @when(lambda self: not self.rows.closed and self._gone())
    def apply_again(self, number: int, fee_fen: int, paid: int, fate: Any) -> None:
        """It ranks no earlier than its return."""
        gone = self._gone()
        application = gone[number % len(gone)]
        began = int(datetime.now(UTC).timestamp())
        step = desk.apply_again(self.place, application, fee_fen, paid=paid, signed=paid)
        made: UUID = self.act(step, fate)
        self.promised.add(made)
        if self.rows.pool["order_by"] == "payment":
            self.run(self.read())
            (claim,) = (one for one in self.rows.live if one["application_id"] == made)
            assert claim["later"] >= began

    def _gone(self) -> list[Any]:
        """Applications that ended, of firms that have no other one under way."""
        busy = {
            one["enterprise_id"] for one in self.rows.applications if one["status"] not in ENDED
        }
        return [one for one in self.of(*ENDED) if one["enterprise_id"] not in busy]
