"""Endorsing, auditing, sending back, rejecting: what reviewers do in a life."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.line import desk
from tests.line.life import Life, days, fates, numbers, when
from tests.world.review_steps import PASS


class Reviewing(Life):
    """Every rule picks among the applications for which it makes sense."""

    @rule(number=numbers, fate=fates)
    @when(lambda self: self.of("in_review", stages=("endorse", "audit", "approve")))
    def reject(self, number: int, fate: Any) -> None:
        self._decide(number, desk.REJECT, fate)

    @rule(number=numbers)
    @when(lambda self: self.of("in_review", stages=("endorse", "audit", "approve")))
    def send_back(self, number: int) -> None:
        self._decide(number, desk.RETURN, "arrives")

    @rule(number=numbers)
    @when(lambda self: self.of("in_review", stages=("approve",)))
    def approve(self, number: int) -> None:
        found = self.of("in_review", stages=("approve",))
        self.act(desk.decide(self.place, found[number % len(found)], PASS)).ok()

    @rule(number=numbers, fate=fates, verified=st.none() | st.tuples(days, days, st.booleans()))
    @when(lambda self: self.of("in_review", stages=("endorse", "audit")))
    def audit(self, number: int, fate: Any, verified: tuple[int, int, bool] | None) -> None:
        """Passed, perhaps with other instants than were declared."""
        found = self.of("in_review", stages=("endorse", "audit"))
        application = found[number % len(found)]
        values = None if verified is None else _verified(application, *verified)
        self.act(desk.audit(self.place, application, values), fate)

    @rule(first=numbers, together=st.integers(2, 5), some=st.lists(fates, max_size=5))
    @when(lambda self: len(self.of("in_review", stages=("endorse", "audit"))) > 1)
    def audit_many(self, first: int, together: int, some: list[Any]) -> None:
        found = self.of("in_review", stages=("endorse", "audit"))
        chosen = {(first + one) % len(found) for one in range(together)}
        self.act(desk.audit_many(self.place, [found[one] for one in chosen]), *some)

    def _decide(self, number: int, body: dict[str, Any], fate: Any) -> None:
        found = self.of("in_review", stages=("endorse", "audit", "approve"))
        self.act(desk.decide(self.place, found[number % len(found)], body), fate).ok()


def _verified(application: Any, paid: int, signed: int, with_amount: bool) -> dict[str, Any]:
    now = datetime.now(UTC).replace(microsecond=0)
    values: dict[str, Any] = {
        "paid_at": (now - timedelta(days=paid)).isoformat(),
        "signed_at": (now - timedelta(days=signed)).isoformat(),
    }
    return values | ({"paid_fen": application["fee_fen"]} if with_amount else {})
