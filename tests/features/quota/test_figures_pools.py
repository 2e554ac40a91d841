"""What reads of figures cost: no query while the ranking answers, one call for many editions."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from server.edge.web.tasks import OwnedTasks
from server.errors import NotFound
from server.features.programmes.publish import publish_editions
from server.features.quota.known_pools import EditionPools, KnownPools
from server.features.quota.live_figures import LiveFigures
from storage.errors import StoreUnavailable
from storage.postgres.core.connect import KeptConnection
from tests.world.application import World, demo_definition
from tests.world.installation import until


class Counted:
    """The ranking, and how many pools each call asked for."""

    def __init__(self, quota: Any) -> None:
        self.quota = quota
        self.calls: list[int] = []

    async def figures_of(self, pool_ids: Sequence[UUID]) -> Any:
        self.calls.append(len(pool_ids))
        return await self.quota.figures_of(pool_ids)


def counted(world: World) -> tuple[Counted, LiveFigures]:
    port = Counted(world.ports.quota)
    return port, LiveFigures(port, world.ports.clock, world.ports.tasks)


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that this process sends to PostgreSQL and that reads pools."""
    sent: list[str] = []
    real = KeptConnection._execute

    async def counting(self: Any, query: str, *args: Any, **options: Any) -> Any:
        if "pools" in query:
            sent.append(query)
        return await real(self, query, *args, **options)

    monkeypatch.setattr(KeptConnection, "_execute", counting)
    return sent


async def add_pool(world: World, edition: str) -> None:
    """Publish the edition again with a second pool."""
    definition = demo_definition()
    again = replace(
        definition,
        edition=replace(definition.edition, code=edition),
        pools=(*definition.pools, replace(definition.pools[0], code="rural")),
    )
    async with world.as_owner():
        await publish_editions([again], clock=world.ports.clock)


def codes(pools: EditionPools) -> list[str]:
    return list(pools.codes.values())


async def test_reads_do_not_touch_the_database_while_the_ranking_answers(
    world: World, queries: list[str]
) -> None:
    edition = await world.publish()
    port, figures = counted(world)
    await figures.show(edition)
    assert queries, "the pools of an edition new to the process are looked up"
    queries.clear()
    for _ in range(20):
        await asyncio.gather(*(figures.show(edition) for _ in range(20)))
    assert queries == []
    assert len(port.calls) == 21, "those of one moment share a call"


async def test_a_silent_ranking_costs_one_query_for_all(world: World, queries: list[str]) -> None:
    edition = await world.publish()

    class Silent:
        async def figures_of(self, pool_ids: Sequence[UUID]) -> Any:
            raise StoreUnavailable("redis")

    figures = LiveFigures(Silent(), world.ports.clock, world.ports.tasks)
    await figures.show(edition)
    queries.clear()
    shown = await asyncio.gather(*(figures.show(edition) for _ in range(20)))
    assert all(b'"stale":true' in one.body for one in shown)
    assert len(queries) == 1


async def listed_statuses(world: World) -> dict[str, str]:
    """Code → status of every edition, through all pages of the list."""
    found: dict[str, str] = {}
    query = {"limit": "100"}
    while True:
        page = (await world.anyone.get("/programmes", params=query)).ok()
        found |= {item["code"]: item["status"] for item in page["items"]}
        if page["next_cursor"] is None:
            return found
        query["cursor"] = page["next_cursor"]


async def test_many_editions_are_asked_for_in_one_call(world: World, queries: list[str]) -> None:
    open_ones = [await world.publish() for _ in range(3)]
    spent = await world.publish(budget_fen=0)
    port, figures = counted(world)
    queries.clear()
    assert await figures.exhausted_among([*open_ones, spent]) == {spent}
    assert (port.calls, len(queries)) == ([4], 1)
    status = await listed_statuses(world)
    assert [status[code] for code in (*open_ones, spent)] == ["open"] * 3 + ["exhausted"]
    assert (await world.anyone.get(f"/programmes/{spent}")).ok()["status"] == "exhausted"


async def test_a_pool_of_places_is_exhausted_when_the_last_is_taken(world: World) -> None:
    """Nobody waits yet, and there is no money to be counted."""
    edition = await world.publish(budget_fen=None, places=2)
    figures = world.ports.figures
    for taken in (1, 2):
        await (await world.sme()).submitted(edition)
        assert (await figures.exhausted_among([edition]) == {edition}) == (taken == 2)
    assert (await world.anyone.get(f"/programmes/{edition}")).ok()["status"] == "exhausted"


async def test_an_added_pool_shows_once_the_known_ones_are_not_trusted(world: World) -> None:
    edition = await world.publish()
    kept = KnownPools(OwnedTasks(), fresh_seconds=3600, trusted_seconds=3600)
    checked = KnownPools(OwnedTasks(), fresh_seconds=0, trusted_seconds=0)
    for known in (kept, checked):
        assert codes(await known.of(edition)) == ["copay"]
    await add_pool(world, edition)
    assert codes(await checked.of(edition)) == ["copay", "rural"]
    assert codes(await kept.of(edition)) == ["copay"], "the control: this one asks once an hour"


async def test_an_added_pool_is_found_beside_the_reads(world: World, queries: list[str]) -> None:
    edition = await world.publish()
    known = KnownPools(OwnedTasks(), fresh_seconds=0, trusted_seconds=3600)
    await known.of(edition)
    await add_pool(world, edition)
    queries.clear()
    first = [codes(await known.of(edition)) for _ in range(50)]
    assert first == [["copay"]] * 50, "no read waits for the check"

    async def shows() -> bool:
        return codes(await known.of(edition)) == ["copay", "rural"]

    await until(shows, "the check beside the reads has ended")


async def test_a_new_pool_is_stale_until_its_ranking_is_built_and_then_live(world: World) -> None:
    edition = await world.publish()
    await add_pool(world, edition)
    shown = (await world.anyone.get(f"/programmes/{edition}/quota")).ok()["pools"]
    assert [(pool["pool"], pool["stale"]) for pool in shown] == [("copay", False), ("rural", True)]
    for pool in shown:
        assert pool["budget_fen"] == pool["remaining_fen"]


async def test_a_code_that_names_no_edition_is_not_known(world: World) -> None:
    with pytest.raises(NotFound):
        await world.ports.figures.show("sh-shuangtui-nowhere")


async def test_an_edition_without_pools_has_no_figures(world: World) -> None:
    figures = LiveFigures(world.ports.quota, world.ports.clock, world.ports.tasks, NoPools())
    shown = await figures.show("any")
    assert (shown.body, shown.exhausted) == (b'{"pools":[]}', False)


class NoPools(KnownPools):
    """Editions that have none, which the rules of this repository's files do not know."""

    def __init__(self) -> None:
        super().__init__(OwnedTasks())

    async def of(self, edition: str) -> EditionPools:
        return EditionPools(edition, {})
