"""Calls to the ranking that come late, and the worker's rounds."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.line.life import Life, numbers, when


class Calls(Life):
    """What was lost or comes out of order is put right by the worker."""

    @rule(number=numbers)
    @when(lambda self: self.place.traffic.late)
    def late_call_arrives(self, number: int) -> None:
        """Out of order; what it says may be long past."""
        wire = self.place.app.ctx.ports.quota
        self.run(wire.deliver_late(number))

    @rule(name=st.sampled_from(("reconcile", "rebuild", "check", "record", "tell movements")))
    @when(lambda self: self.promised)
    def worker_round(self, name: str) -> None:
        self.loop(name)

    @rule()
    @when(lambda self: self.promised)
    def worker_repairs(self) -> None:
        self.repair()
