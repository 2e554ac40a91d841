"""A closed edition: the real worker ends what waits, and WeChat brings the news to its people."""

from datetime import timedelta

from server.features.messages.events.of_applications import MOVED, NOT_FUNDED
from tests.features.editions.closing import WHY, close
from tests.features.messages.conftest import Told, until
from tests.features.messages.movement_steps import pair
from tests.world.application import MovableClock


async def test_who_still_waits_hears_of_it(told: Told, worker: None, clock: MovableClock) -> None:
    first, second = await pair(told)
    await until(lambda: second.rows(MOVED), "the second is told that it waits")
    await second.accept("result")
    await close(told.world, second.application["edition"])
    # Whatever was being handed in at that moment has had its time.
    clock.ahead = timedelta(minutes=1)
    assert await second.state(NOT_FUNDED, "sent") == "sent"
    delivery = (await second.deliveries())[-1]
    assert delivery["data"]["phrase2"] == "额度用完"
    assert delivery["page"] == f"pages/application/detail?id={second.id}"
    (row,) = await second.rows(NOT_FUNDED)
    assert WHY in row["body"]
    assert await first.rows(NOT_FUNDED) == []
    assert (await first.person.get(f"/applications/{first.id}")).ok()["queue"]["state"] == "funded"
