"""The list of one's own applications: light, counted, narrowed and sorted."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
import pytest
import pytest_asyncio

from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import endorse

MOST_BYTES = 700


@dataclass
class Own:
    """A draft, one under review and one that was withdrawn, of two firms, the oldest first."""

    owner: Person
    draft: dict[str, Any]
    running: dict[str, Any]
    over: dict[str, Any]

    async def page(self, **given: str) -> dict[str, Any]:
        return dict((await self.owner.get("/applications", params=given)).ok())

    async def ids(self, **given: str) -> list[str]:
        return [item["id"] for item in (await self.page(**given))["items"]]


@pytest_asyncio.fixture
async def own(world: World) -> Own:
    owner, edition = await world.sme(), await world.publish()
    draft = await owner.draft(edition)
    running = await owner.submitted(await world.publish(), enterprise_id=draft["enterprise"]["id"])
    (await endorse(world, running)).ok()
    over = await owner.draft(edition)
    (await owner.post(f"/applications/{over['id']}/withdraw")).ok()
    await world.fetch(
        "UPDATE applications SET updated_at = now() + interval '1 hour' WHERE id = $1",
        UUID(running["id"]),
    )
    return Own(owner, draft, running, over)


async def test_a_line_is_light_and_says_what_its_application_says(own: Own) -> None:
    page = await own.page()
    assert page["total"] == 3
    for item in page["items"]:
        assert len(msgspec.json.encode(item)) <= MOST_BYTES, item
        whole = (await own.owner.get(f"/applications/{item['id']}")).ok()
        alone = ("queue", "stage", "award_fen")
        assert item["labels"]["programme"].startswith("2026年度")
        assert {name: item[name] for name in item if name not in alone} == {
            name: whole[name] for name in item if name not in alone
        }
        assert {name: item.get(name) for name in alone[1:]} == {
            name: whole[name] for name in alone[1:]
        }
        assert {**whole["queue"], **item["queue"]} == whole["queue"]


async def test_it_is_narrowed_and_sorted(own: Own) -> None:
    draft, running, over = own.draft["id"], own.running["id"], own.over["id"]
    assert await own.ids() == [over, running, draft]
    assert await own.ids(sort="updated") == [running, over, draft]
    assert (await own.ids(sort="due"))[0] == draft
    assert await own.ids(status="draft") == [draft]
    assert await own.ids(phase="open") == [running, draft]
    assert await own.ids(phase="over") == [over]
    assert await own.ids(edition=own.running["edition"]) == [running]
    assert await own.ids(enterprise_id=own.draft["enterprise"]["id"]) == [running, draft]
    assert await own.ids(q=own.running["number"].lower()) == [running]
    assert await own.ids(q=own.over["enterprise"]["name"]) == [over]
    wrong = await own.owner.get("/applications", params={"edition": "sh-shuangtui-20266"})
    wrong.refused(422, "invalid")


@pytest.mark.parametrize("sort", ["newest", "updated", "due"])
async def test_pages_of_one_are_the_whole_list(own: Own, sort: str) -> None:
    one_by_one, cursor = [], None
    for _ in range(3):
        page = await own.page(sort=sort, limit="1", **({"cursor": cursor} if cursor else {}))
        one_by_one += [item["id"] for item in page["items"]]
        assert page["total"] == 3, "of all, not of the page"
        cursor = page["next_cursor"]
    assert (one_by_one, cursor) == (await own.ids(sort=sort), None)
