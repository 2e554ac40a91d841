"""What submit answers is put together without a second read; it must be what a read would show."""

from typing import Any

from tests.world.application import World


def without_time(view: dict[str, Any]) -> dict[str, Any]:
    """`as_of` says when the line was looked at, and only that may differ."""
    return view | {"queue": {**view["queue"], "as_of": None}}


async def test_the_answer_is_what_a_read_shows(world: World) -> None:
    owner = await world.sme()
    application = await owner.ready(await world.publish())
    path = f"/applications/{application['id']}"

    answer = await owner.post(f"{path}/submit")
    read = await owner.get(path)

    assert without_time(answer.ok()) == without_time(read.ok())
    assert answer.headers["etag"] == read.headers["etag"]
    assert answer.ok()["queue"]["state"] == "funded"


async def test_so_is_that_of_a_claim_that_must_wait(world: World) -> None:
    edition = await world.publish(budget_fen=1)
    owner = await world.sme()
    await owner.submitted(edition)

    application = await owner.ready(edition)
    answer = (await owner.post(f"/applications/{application['id']}/submit")).ok()

    assert answer["queue"]["state"] == "waiting"
    assert answer["queue"]["waiting_position"] == 2
    read = (await owner.get(f"/applications/{application['id']}")).ok()
    assert without_time(answer) == without_time(read)


async def test_a_repeat_reads_and_shows_the_same(world: World) -> None:
    owner = await world.sme()
    submitted = await owner.submitted(await world.publish())

    again = (await owner.post(f"/applications/{submitted['id']}/submit")).ok()

    assert without_time(again) == without_time(submitted)
