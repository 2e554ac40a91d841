"""Calls to the ranking that come late, and the worker's rounds."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.line.life import Life, numbers


class Calls(Life):
    """What was lost or comes out of order is put right by the worker."""

    @precondition(lambda self: self.place.traffic.late)
    @rule(number=numbers)
    def late_call_arrives(self, number: int) -> None:
        """Out of order; what it says may be long past."""
        wire = self.place.app.ctx.ports.quota
        self.run(wire.deliver_late(number))

    @precondition(lambda self: self.promised)
    @rule(name=st.sampled_from(("reconcile", "rebuild", "check", "record", "tell movements")))
    def worker_round(self, name: str) -> None:
        self.loop(name)

    @precondition(lambda self: self.promised)
    @rule()
    def worker_repairs(self) -> None:
        self.repair()
