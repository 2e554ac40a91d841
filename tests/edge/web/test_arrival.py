"""The clock of what a connection sends, where its time is over before it is asked."""

import asyncio

import uvloop

from server.edge.web.arrival import Arrival, Patience


def test_a_time_that_is_over_is_told_once() -> None:
    """Two pieces are awaited before the loop comes to ring."""
    told: list[str] = []

    async def over() -> None:
        arrival = Arrival(
            asyncio.get_running_loop(), Patience(head_seconds=0), lambda: told.append("too late")
        )
        arrival.wait()
        arrival.go_on()
        arrival.begin()
        arrival.wait()
        for _ in range(3):
            await asyncio.sleep(0.002)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(over())

    assert told == ["too late"]
