"""The work list is narrowed and sorted, page by page, and its sums are those of all pages."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from server.clock import SHANGHAI
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import AUDIT_PASS, endorsed, review_of


async def listed(person: Person, edition: str, **query: str) -> dict[str, Any]:
    return dict((await person.get("/reviews", params={"edition": edition, **query})).ok())


async def paged(person: Person, edition: str, sort: str, **state: str) -> list[str]:
    """One by one, so that each of them is once the end of a page."""
    found: list[str] = []
    query = {"sort": sort, "limit": "1", **state}
    while True:
        page = await listed(person, edition, **query)
        found += [item["number"] for item in page["items"]]
        if page["next_cursor"] is None:
            return found
        query["cursor"] = page["next_cursor"]


async def settle(world: World) -> tuple[str, Person, list[dict[str, Any]]]:
    """Three at the audit: the second is late, the third due soon, the first has no last day."""
    edition, owner = await world.publish(), await world.sme()
    handed_in = [await endorsed(world, owner, edition) for _ in range(3)]
    auditor = await world.staff("auditor", edition_code=edition)
    found = [await review_of(auditor, one, "audit") for one in handed_in]
    today = datetime.now(SHANGHAI).date()
    for review, due_on, fen in zip(
        found, (None, today - timedelta(2), today), (300_00, None, 700_00), strict=True
    ):
        row = UUID(review["id"])
        await world.fetch("UPDATE reviews SET due_on = $2 WHERE id = $1", row, due_on)
        await world.fetch(
            "UPDATE applications SET award_fen = $2 WHERE id ="
            " (SELECT application_id FROM reviews WHERE id = $1)",
            row,
            fen,
        )
    return edition, auditor, found


async def test_every_order_goes_through_all_pages(world: World) -> None:
    edition, auditor, found = await settle(world)
    first, second, third = (review["number"] for review in found)
    assert await paged(auditor, edition, "handed_in") == [first, second, third]
    assert await paged(auditor, edition, "due") == [second, third, first]
    assert await paged(auditor, edition, "amount") == [third, first, second]
    by_key = [item["number"] for item in (await listed(auditor, edition))["items"]]
    assert await paged(auditor, edition, "key") == by_key


async def test_what_was_decided_last_stands_first(world: World) -> None:
    edition, auditor, found = await settle(world)
    for review in (found[1], found[0]):
        (await auditor.post(f"/reviews/{review['id']}/decide", AUDIT_PASS)).ok()
    first, second = (review["number"] for review in found[:2])
    done = await listed(auditor, edition, state="done", sort="decided")
    assert [item["number"] for item in done["items"]] == [first, second]
    moments = [item["decided_at"] for item in done["items"]]
    assert moments == sorted(moments, reverse=True)
    assert await paged(auditor, edition, "decided", state="done") == [first, second]
    # Where nothing is decided yet the order still goes through all pages.
    assert len(await paged(auditor, edition, "decided")) == 1


async def test_it_is_narrowed_and_summed(world: World) -> None:
    edition, auditor, found = await settle(world)
    page = await listed(auditor, edition, limit="1")
    assert page["totals"] == {"count": 3, "amount_fen": 1000_00}
    late = await listed(auditor, edition, due="overdue")
    assert [item["number"] for item in late["items"]] == [found[1]["number"]]
    soon = await listed(auditor, edition, due="soon")
    assert [item["number"] for item in soon["items"]] == [found[2]["number"]]
    assert soon["totals"] == {"count": 1, "amount_fen": 700_00}
    item = soon["items"][0]
    assert (item["amount_fen"], item["days_waiting"]) == (700_00, 0)
    for name, value in (
        ("district", item["district"]),
        ("platform_id", item["platform"]["id"]),
        ("track", item["track"]),
    ):
        assert (await listed(auditor, edition, **{name: value}))["totals"]["count"] == 3
    elsewhere = await listed(auditor, edition, district="崇明区")
    assert (elsewhere["items"], elsewhere["totals"]["count"]) == ([], 0)


async def test_a_cursor_of_another_order_is_refused(world: World) -> None:
    edition, auditor, _ = await settle(world)
    cursor = (await listed(auditor, edition, limit="1"))["next_cursor"]
    for sort in ("due", "amount", "handed_in"):
        query = {"edition": edition, "sort": sort, "cursor": cursor}
        answer = await auditor.get("/reviews", params=query)
        assert answer.refused(422, "invalid")["errors"][0]["field"] == "cursor"


@pytest.mark.parametrize("wrong", [{"sort": "name"}, {"due": "later"}, {"platform_id": "x"}])
async def test_what_it_does_not_know_is_refused(world: World, wrong: dict[str, str]) -> None:
    auditor = await world.staff("auditor")
    (await auditor.get("/reviews", params=wrong)).refused(422, "invalid")
