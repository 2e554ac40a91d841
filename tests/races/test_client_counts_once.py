"""The same SME counts once in an edition, whoever lists it, also at the same moment."""

import asyncio

from tests.world.application import World
from tests.world.platforms import (
    claim_ready,
    claimed,
    client,
    list_clients,
    submit,
    taking_part,
)


async def test_a_client_that_counts_elsewhere_is_named_by_its_row(world: World) -> None:
    edition = await world.publish()
    one, two = [await taking_part(world, edition, "expansion") for _ in range(2)]
    shared = client()
    made = await claimed(one, edition, shared, client())
    waiting = await claim_ready(two, edition, client(), client(), shared)
    answer = await submit(two, waiting)
    answer.refused(409, "already_counted")
    assert answer.reasons() == {("clients[2].uscc", "already_counted")}
    shown = (await two.staff.get(f"/applications/{waiting['id']}")).ok()
    assert (shown["status"], shown["receipt"]) == ("draft", None)
    # Nothing of the refused list is held, and what ends gives its clients back.
    rows = await world.fetch(
        "SELECT 1 FROM entitlements WHERE application_id = $1::text::uuid", waiting["id"]
    )
    assert rows == []
    (await one.staff.post(f"/applications/{made['id']}/withdraw")).ok()
    (await submit(two, waiting)).ok()


async def test_in_another_edition_it_counts_again(world: World) -> None:
    shared = client()
    for _ in range(2):
        edition = await world.publish()
        await claimed(await taking_part(world, edition, "expansion"), edition, shared)


async def test_of_lists_that_share_clients_at_once_one_is_counted(world: World) -> None:
    edition = await world.publish()
    shared = [client() for _ in range(30)]
    platforms = [await taking_part(world, edition, "expansion") for _ in range(4)]
    # In opposite orders, as a deadlock would need it.
    waiting = [
        await claim_ready(own, edition, *(shared if place % 2 else reversed(shared)))
        for place, own in enumerate(platforms)
    ]
    answers = await asyncio.gather(
        *(submit(own, application) for own, application in zip(platforms, waiting, strict=True))
    )
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    for answer in answers:
        if answer.status == 409:
            answer.refused(409, "already_counted")
            assert len(answer.body["errors"]) == 30
    rows = await world.fetch(
        "SELECT count(*) AS n, count(DISTINCT uscc) AS firms FROM entitlements"
        " WHERE exclusion = $1 AND released_at IS NULL",
        f"{edition}/expansion/client",
    )
    assert (rows[0]["n"], rows[0]["firms"]) == (30, 30)


async def test_lists_that_share_nothing_are_all_counted(world: World) -> None:
    """Otherwise the test above would pass with any refusal at all."""
    edition = await world.publish()
    platforms = [await taking_part(world, edition, "expansion") for _ in range(3)]
    waiting = [await claim_ready(own, edition, client(), client()) for own in platforms]
    answers = await asyncio.gather(
        *(submit(own, application) for own, application in zip(platforms, waiting, strict=True))
    )
    assert [answer.status for answer in answers] == [200, 200, 200]


async def test_a_list_cannot_change_while_it_is_handed_in(world: World) -> None:
    edition = await world.publish()
    own = await taking_part(world, edition, "expansion")
    first, second = client(), client()
    application = await claim_ready(own, edition, first)
    changed, submitted = await asyncio.gather(
        list_clients(own.staff, application, second), submit(own, application)
    )
    submitted.ok()
    assert changed.status in (200, 409, 412)
    shown = (await own.staff.get(f"/applications/{application['id']}/clients")).ok()
    rows = await world.fetch(
        "SELECT uscc FROM entitlements WHERE exclusion = $1 AND released_at IS NULL",
        f"{edition}/expansion/client",
    )
    assert [row["uscc"] for row in rows] == [row["uscc"] for row in shown["clients"]]
