"""How content a firm was: told once by the owner of a verified firm that was paid, shown to all."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.features.accounts.taken_along import exported
from tests.features.enterprises.firm_of_two import Firm, firm_of_two
from tests.world.application import World
from tests.world.client import Person

_PAID = "UPDATE applications SET status = 'paid', stage = NULL WHERE id = $1"
_VERIFIED = "UPDATE enterprises SET state = 'verified', verified_at = now() WHERE id = $1"
_GOOD = {"stars": 5, "words": "上线很快，服务及时"}
_ANSWER = {"answer": "谢谢认可"}


@dataclass
class Client:
    """A paid firm of two people, verified, with its platform's staff."""

    firm: Firm
    application: dict[str, Any]
    staff: Person

    @property
    def id(self) -> UUID:
        return UUID(self.application["id"])

    @property
    def path(self) -> str:
        return f"/applications/{self.id}/rating"

    @property
    def platform(self) -> str:
        return f"/platforms/{self.application['platform']['id']}"

    @property
    def answer_path(self) -> str:
        return f"/platform/applications/{self.id}/rating/answer"


async def client(world: World, edition: str, *, paid: bool = True) -> Client:
    firm = await firm_of_two(world)
    application = await firm.owner.submitted(edition, enterprise_id=firm.id)
    if paid:
        await world.fetch(_PAID, UUID(application["id"]))
        await world.fetch(_VERIFIED, UUID(firm.id))
    platform_id = application["platform"]["id"]
    return Client(firm, application, await world.staff("platform", platform_id=platform_id))


async def shown(world: World, path: str) -> Any:
    world.ports.rendered.forget()
    return (await world.anyone.get(path)).ok()


async def test_the_owner_tells_and_everybody_sees_it(world: World) -> None:
    edition = await world.publish()
    one, other = await client(world, edition), await client(world, edition)
    before = await shown(world, one.platform)
    assert "rate" in (await one.firm.owner.get(f"/applications/{one.id}")).ok()["allowed"]
    assert (await one.firm.owner.get(one.path)).ok()["stars"] is None
    told = (await one.firm.owner.put(one.path, _GOOD)).ok()
    assert (told["stars"], told["words"]) == (5, _GOOD["words"])
    assert told["changeable_until"] is not None
    (await other.firm.owner.put(other.path, {"stars": 4})).ok()
    after = await shown(world, one.platform)
    assert after["ratings"] == before["ratings"] + 2
    found = await shown(world, f"{one.platform}/ratings")
    assert [item["stars"] for item in found["items"][:2]] == [4, 5]
    assert [item["words"] for item in found["items"][:2]] == [None, _GOOD["words"]]
    assert found["total"] == after["ratings"]
    assert found["rating_tenths"] == after["rating_tenths"]
    assert sum(found["by_stars"]) == found["total"]
    items = (await shown(world, f"/programmes/{edition}/platforms?sort=rating"))["items"]
    assert items[0]["id"] == one.application["platform"]["id"]
    assert items[0]["rating_tenths"] == after["rating_tenths"]
    floor = after["rating_tenths"] // 10
    best = await shown(world, f"/programmes/{edition}/platforms?rating_from={floor}")
    assert [item["id"] for item in best["items"]] == [items[0]["id"]]


async def test_only_the_owner_of_a_verified_firm_that_was_paid(world: World) -> None:
    edition = await world.publish()
    one = await client(world, edition, paid=False)
    owner = one.firm.owner
    assert "rate" not in (await owner.get(f"/applications/{one.id}")).ok()["allowed"]
    (await owner.put(one.path, _GOOD)).refused(409, "not_rateable")
    await world.fetch(_PAID, one.id)
    (await owner.put(one.path, _GOOD)).refused(409, "not_rateable")
    await world.fetch(_VERIFIED, UUID(one.firm.id))
    (await one.firm.member.put(one.path, _GOOD)).refused(403, "forbidden")
    assert "rate" not in (await one.firm.member.get(f"/applications/{one.id}")).ok()["allowed"]
    (await (await world.sme()).put(one.path, _GOOD)).refused(404, "not_found")
    (await owner.put(one.path, {"stars": 6})).refused(422, "invalid")
    (await owner.put(one.path, {"stars": 0})).refused(422, "invalid")
    (await owner.put(one.path, _GOOD)).ok()


async def test_who_acts_for_the_platform_does_not_praise_it(world: World) -> None:
    one = await client(world, await world.publish())
    await world.fetch(
        "INSERT INTO grants (id, user_id, organisation_id, role, valid_from, valid_to)"
        " SELECT gen_random_uuid(), $1, organisation_id, 'platform', now(), now()"
        "   FROM platforms WHERE id = $2",
        UUID(str(one.firm.owner.id)),
        UUID(one.application["platform"]["id"]),
    )
    (await one.firm.owner.put(one.path, _GOOD)).refused(403, "conflict_of_interest")


async def test_a_platform_is_no_client_of_itself(world: World) -> None:
    one = await client(world, await world.publish())
    platform_id = UUID(one.application["platform"]["id"])
    change = "UPDATE platforms SET enterprise_id = $2 WHERE id = $1"
    (before,) = await world.fetch("SELECT enterprise_id FROM platforms WHERE id = $1", platform_id)
    await world.fetch(change, platform_id, UUID(one.firm.id))
    (await one.firm.owner.put(one.path, _GOOD)).refused(409, "not_rateable")
    assert "rate" not in (await one.firm.owner.get(f"/applications/{one.id}")).ok()["allowed"]
    await world.fetch(change, platform_id, before["enterprise_id"])
    (await one.firm.owner.put(one.path, _GOOD)).ok()


async def test_it_is_changed_within_a_month_and_counts_once(world: World) -> None:
    one = await client(world, await world.publish())
    before = await shown(world, f"{one.platform}/ratings")
    for stars in (1, 1, 3):
        (await one.firm.owner.put(one.path, {"stars": stars})).ok()
    after = await shown(world, f"{one.platform}/ratings")
    assert after["total"] == before["total"] + 1
    assert after["items"][0]["stars"] == 3
    events = [
        row["event"]
        for row in await world.fetch("SELECT event FROM audit WHERE subject_id = $1", one.id)
    ]
    assert events.count("rated") == 2
    await world.fetch(
        "UPDATE ratings SET rated_at = rated_at - $2::interval WHERE application_id = $1",
        one.id,
        timedelta(days=31),
    )
    (await one.firm.owner.put(one.path, {"stars": 5})).refused(409, "not_rateable")
    assert (await one.firm.owner.get(one.path)).ok()["changeable_until"] is None
    (await one.firm.owner.put(one.path, {"stars": 3})).ok()


async def test_told_twice_at_once_it_counts_once(world: World) -> None:
    one = await client(world, await world.publish())
    before = await shown(world, f"{one.platform}/ratings")
    told = [one.firm.owner.put(one.path, {"stars": stars}) for stars in (2, 4)]
    assert [answer.status for answer in await asyncio.gather(*told)] == [200, 200]
    after = await shown(world, f"{one.platform}/ratings")
    assert after["total"] == before["total"] + 1
    assert after["items"][0]["stars"] in (2, 4)


async def test_the_platform_answers_once(world: World) -> None:
    edition = await world.publish()
    one, other = await client(world, edition), await client(world, edition)
    (await one.staff.put(one.answer_path, _ANSWER)).refused(409, "not_answerable")
    (await one.firm.owner.put(one.path, _GOOD)).ok()
    for _ in range(2):
        (await one.staff.put(one.answer_path, _ANSWER)).ok(204)
    (await one.staff.put(one.answer_path, {"answer": "再说一句"})).refused(409, "not_answerable")
    (await one.firm.owner.put(one.path, {"stars": 1})).refused(409, "not_rateable")
    assert (await one.firm.owner.get(one.path)).ok()["answer"] == _ANSWER["answer"]
    (seen,) = [
        item
        for item in (await one.staff.get("/platform/ratings")).ok()["items"]
        if item["application_id"] == str(one.id)
    ]
    assert (seen["words"], seen["number"]) == (_GOOD["words"], one.application["number"])
    stranger = await world.new_staff("platform", platform_id=await _another(world, one))
    (await stranger.put(other.answer_path, _ANSWER)).refused(404, "not_found")
    told = [item["event"] for item in (await one.firm.owner.get("/notifications")).ok()["items"]]
    assert "application.rating_answered" in told


async def test_what_is_revoked_counts_no_more(world: World) -> None:
    one = await client(world, await world.publish())
    before = await shown(world, f"{one.platform}/ratings")
    (await one.firm.owner.put(one.path, _GOOD)).ok()
    await world.fetch("UPDATE applications SET status = 'revoked' WHERE id = $1", one.id)
    after = await shown(world, f"{one.platform}/ratings")
    assert (after["total"], after["by_stars"]) == (before["total"], before["by_stars"])


async def test_words_that_are_doubtful_wait_for_a_look(world: World) -> None:
    one = await client(world, await world.publish())

    async def told_of_answer() -> list[str]:
        items = (await one.firm.owner.get("/notifications")).ok()["items"]
        return [item["id"] for item in items if item["event"] == "application.rating_answered"]

    # The stand-in for WeChat finds this word.
    told = (await one.firm.owner.put(one.path, {"stars": 2, "words": "这家违规"})).ok()
    assert (told["words"], told["words_held"]) == ("这家违规", True)
    (await one.staff.put(one.answer_path, {"answer": "保证通过审批"})).ok(204)
    seen = (await shown(world, f"{one.platform}/ratings"))["items"][0]
    assert (seen["stars"], seen["words"], seen["answer"]) == (2, None, None)
    authority = await world.staff("authority")
    held = (await authority.get("/held-contents", params={"limit": "100"})).ok()["items"]
    (row,) = await world.fetch("SELECT id FROM ratings WHERE application_id = $1", one.id)
    mine = {item["kind"]: item["id"] for item in held if item["subject_id"] == str(row["id"])}
    assert set(mine) == {"rating", "rating_answer"}
    (await authority.post(f"/held-contents/{mine['rating']}/pass")).ok()
    reason = {"reason": "不得承诺通过"}
    (await authority.post(f"/held-contents/{mine['rating_answer']}/refuse", reason)).ok()
    assert "保证通过审批" not in str((await exported(one.firm.owner))["ratings.json"])
    # The platform is told that it may change what was refused, and again what waits.
    for answer in ("保你过", "包你过"):
        (await one.staff.put(one.answer_path, {"answer": answer})).ok(204)
    assert await told_of_answer() == []
    held = (await authority.get("/held-contents", params={"kind": "rating_answer"})).ok()["items"]
    (again,) = [item for item in held if item["subject_id"] == str(row["id"])]
    (await authority.post(f"/held-contents/{again['id']}/pass")).ok()
    seen = (await shown(world, f"{one.platform}/ratings"))["items"][0]
    assert (seen["words"], seen["answer"]) == ("这家违规", "包你过")
    assert len(await told_of_answer()) == 1
    (await one.staff.put(one.answer_path, _ANSWER)).refused(409, "not_answerable")


async def _another(world: World, one: Client) -> str:
    (row,) = await world.fetch(
        "SELECT id FROM platforms WHERE id <> $1 ORDER BY id LIMIT 1",
        UUID(one.application["platform"]["id"]),
    )
    return str(row["id"])
