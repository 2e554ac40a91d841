"""Movement in the line is told once it has lasted, and only when it differs from what was told."""

from datetime import timedelta

from server.features.messages.tell_movements import tell_movements
from server.ports import Ports
from tests.features.messages.conftest import Told, until
from tests.features.messages.movement_steps import MOVED, pair, told_state


async def test_waiting_is_told_and_moving_up_too(told: Told, worker: None) -> None:
    first, second = await pair(told)
    await second.accept("line")

    await until(lambda: second.rows(MOVED), "the second is told that it waits")
    assert await second.state(MOVED, "sent") == "sent"
    (delivery,) = await second.deliveries()
    assert delivery["data"]["phrase2"] == "候补排队"

    (await first.person.post(f"/applications/{first.id}/withdraw")).ok()

    async def moved_up() -> bool:
        return len(await second.rows(MOVED)) == 2

    await until(moved_up, "the second is told that it moved up")
    bodies = [row["body"] for row in await second.rows(MOVED)]
    assert "候补排队" in bodies[0]
    assert "退到候补" not in bodies[0]
    assert "暂列额度内" in bodies[1]
    assert await first.rows(MOVED) == []


async def test_being_within_the_budget_from_the_start_is_noted_silently(
    told: Told, worker: None
) -> None:
    async def noted() -> bool:
        return await told_state(told) == "funded"

    await until(noted, "noted")
    assert await told.rows(MOVED) == []


async def test_a_movement_that_did_not_last_burns_no_consent(
    told: Told, ports: Ports, as_worker: None
) -> None:
    """Forth and back within the ten minutes: nobody hears of it."""
    await _stand(told, "funded", ports)
    assert await told_state_after(told, ports) == "funded"
    await _stand(told, "waiting", ports)
    settle = timedelta(minutes=10)
    await tell_movements(debounce=settle, clock=ports.clock)
    assert await told_state(told) == "funded"
    await _stand(told, "funded", ports)
    await tell_movements(debounce=timedelta(0), clock=ports.clock)
    assert await told.rows(MOVED) == []


async def test_a_movement_is_told_once(told: Told, ports: Ports, as_worker: None) -> None:
    await _stand(told, "waiting", ports)
    for _ in range(3):
        await tell_movements(debounce=timedelta(0), clock=ports.clock)
    assert [row["message_state"] for row in await told.rows(MOVED)] == ["queued"]
    await _stand(told, "locked", ports)
    await tell_movements(debounce=timedelta(0), clock=ports.clock)
    assert len(await told.rows(MOVED)) == 2


async def told_state_after(told: Told, ports: Ports) -> str | None:
    await tell_movements(debounce=timedelta(0), clock=ports.clock)
    return await told_state(told)


async def _stand(told: Told, state: str, ports: Ports) -> None:
    """As the recorder writes it."""
    await told.world.fetch(
        "UPDATE claims SET state = $2, state_since_at = $3,"
        " recorded_revision = recorded_revision + 1 WHERE application_id = $1",
        told.id,
        state,
        ports.clock.now(),
    )
