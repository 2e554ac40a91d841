"""The inbox over HTTP: one's own only, newest first, in pages, read once."""

from tests.features.messages.conftest import Told


async def test_newest_first_in_pages_with_the_unread(told: Told) -> None:
    for number in range(5):
        await told.tell("application.rejected", reason=f"原因{number}")
    seen, cursor = [], None
    while True:
        params = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = (await told.person.get("/notifications", params=params)).ok()
        assert len(page["items"]) <= 2
        assert page["unread"] == 5
        seen += [one["body"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    numbers = [next(n for n in range(5) if f"原因{n}" in body) for body in seen]
    assert numbers == [4, 3, 2, 1, 0]


async def test_reading_counts_once(told: Told) -> None:
    await told.tell("application.rejected", reason="不符合")
    (entry,) = await told.inbox()
    assert entry["read_at"] is None

    first = (await told.person.post(f"/notifications/{entry['id']}/read")).ok()
    again = (await told.person.post(f"/notifications/{entry['id']}/read")).ok()

    assert first["read_at"] is not None
    assert again["read_at"] == first["read_at"]
    assert (await told.person.get("/notifications")).ok()["unread"] == 0


async def test_another_persons_entry_is_not_there(told: Told) -> None:
    await told.tell("application.rejected", reason="不符合")
    (entry,) = await told.inbox()
    stranger = await told.world.sme()

    (await stranger.post(f"/notifications/{entry['id']}/read")).refused(404, "not_found")
    assert (await stranger.get("/notifications")).ok()["items"] == []
    assert (await told.inbox())[0]["read_at"] is None
    (await told.world.anyone.get("/notifications")).refused(401, "unauthenticated")


async def test_staff_have_an_inbox_too(told: Told) -> None:
    authority = await told.world.new_staff("authority")
    assert (await authority.get("/notifications")).ok()["items"] == []
    (await authority.get("/subscriptions")).refused(403, "forbidden")


async def test_english_is_read_from_the_same_facts(told: Told) -> None:
    await told.tell("application.paid", amount_fen=400_000, paid_on="2026-11-20", payee="甲公司")
    english = {"accept-language": "en"}
    (entry,) = (await told.person.get("/notifications", headers=english)).ok()["items"]
    assert entry["title"] == "Subsidy paid"
    assert "¥4,000.00" in entry["body"]
    (chinese,) = await told.inbox()
    assert "2026年11月20日" in chinese["body"]


async def test_the_red_dot_and_reading_all_at_once(told: Told) -> None:
    for number in range(3):
        await told.tell("application.rejected", reason=f"原因{number}")
    stranger = await told.world.sme()
    assert (await told.person.get("/notifications/unread")).ok() == {"count": 3}
    (await stranger.post("/notifications/read-all")).ok(204)
    assert (await told.person.get("/notifications/unread")).ok() == {"count": 3}
    first = (await told.inbox())[0]["id"]
    read_at = (await told.person.post(f"/notifications/{first}/read")).ok()["read_at"]
    key = {"idempotency-key": "all-of-them"}
    for _ in range(2):
        (await told.person.post("/notifications/read-all", headers=key)).ok(204)
    assert (await told.person.get("/notifications/unread")).ok() == {"count": 0}
    assert (await told.inbox())[0]["read_at"] == read_at


async def test_of_one_application_alone_or_unread_ones_alone(told: Told) -> None:
    for number in range(2):
        await told.tell("application.rejected", reason=f"原因{number}")
    newest = (await told.inbox())[0]["id"]
    (await told.person.post(f"/notifications/{newest}/read")).ok()

    async def shown(**params: str) -> list[str]:
        found = (await told.person.get("/notifications", params=params)).ok()["items"]
        return [one["id"] for one in found]

    assert newest not in await shown(unread="true")
    assert len(await shown(application_id=str(told.id))) == 2
    assert await shown(application_id="01890000-0000-7000-8000-000000000000") == []
