"""Files of a programme come into force by two persons, once, upon what they were read against."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

from server.features.messages.still_true import still_true
from server.features.programme_files.texts import Files, compile_files
from server.features.programmes.publish import Published, publish_editions
from storage.postgres.core.transaction import transaction
from storage.postgres.rule_sources import SourceTexts
from tests.features.programme_files.city import City, act, operators, propose, published
from tests.world.application import World
from tests.world.client import Person

DEARER = ("value = 20\n", "value = 30\n")


async def versions(world: World, city: City) -> list[dict[str, Any]]:
    return list((await world.anyone.get(f"/programmes/{city.edition}/versions")).ok()["items"])


async def told(who: Person, event: str, city: City) -> list[dict[str, Any]]:
    items = (await who.get("/notifications", params={"limit": "100"})).ok()["items"]
    return [one for one in items if one["event"] == event and "示例" in one["body"]]


async def test_one_proposes_and_another_publishes(world: World) -> None:
    city = City()
    first, second = await operators(world)
    body = {**city.files(), "comment": "按通知起草"}
    made = (await first.post("/programme-files", body)).ok(201)
    assert (made["state"], made["first"], made["allowed"]) == ("proposed", True, ["withdraw"])
    (await world.anyone.get(f"/programmes/{city.edition}")).refused(404, "not_found")
    (await act(first, made, "publish")).refused(403, "second_person_needed")
    (await act(first, made, "refuse", reason="不对")).refused(403, "second_person_needed")
    seen = (await second.get(f"/programme-files/{made['id']}")).ok()
    assert (seen["allowed"], seen["moved"]) == (["publish", "refuse"], False)
    assert seen["reading"] == made["reading"] != []
    assert (seen["policy"], seen["edition_file"]) == (body["policy"], body["edition_file"])
    done = (await act(second, made, "publish")).ok()
    assert (done["state"], done["version"], done["allowed"]) == ("published", 1, [])
    assert (done["decided_by"]["name"], done["comment"]) == (second.name, "按通知起草")
    shown = (await world.anyone.get(f"/programmes/{city.edition}")).ok()
    assert shown["code"] == city.edition
    pools = await world.fetch("SELECT budget_fen FROM pools WHERE edition_id = $1", city.edition)
    assert [row["budget_fen"] for row in pools] == [1000]
    (await act(second, made, "publish")).refused(409, "proposal_ended")
    (await act(first, made, "withdraw")).refused(409, "proposal_ended")
    lines = await world.fetch(
        "SELECT l.event, l.actor_id FROM audit l WHERE l.subject_id = $1 ORDER BY l.seq",
        UUID(made["id"]),
    )
    assert [(one["event"], one["actor_id"]) for one in lines] == [
        ("programme.proposed", first.id),
        ("programme.published", second.id),
    ]
    (rules,) = await world.fetch(
        "SELECT l.actor_id, l.actor_role, l.detail::text FROM audit l JOIN rule_versions v"
        " ON v.id = l.subject_id WHERE v.edition_id = $1",
        city.edition,
    )
    assert (rules["actor_id"], rules["actor_role"]) == (second.id, "authority")
    assert made["id"] in rules["detail"]


async def test_what_is_in_force_is_given_out_to_be_edited(world: World) -> None:
    city = City()
    await published(world, city)
    first, second = await operators(world)
    listed = (await first.get("/programme-files/in-force", params={"programme": city.code})).ok()
    (item,) = listed["items"]
    assert (item["edition"], item["kept"], item["in_force"]["number"]) == (city.edition, True, 1)
    assert item["in_force"]["published_by"]["name"] == second.name
    held = (await first.get(f"/programme-files/in-force/{city.edition}")).ok()
    assert {name: held[name] for name in ("policy", "edition_file")} == city.files()
    assert held["reading"][0]["title"].startswith("2031年度示例")
    # Without its files: published by other means.
    other = (await first.get(f"/programme-files/in-force/{world.edition}")).ok()
    assert (other["policy"] is None) == (not other["kept"])


async def test_a_refusal_and_a_withdrawal_leave_what_is_in_force(world: World) -> None:
    city = City()
    await published(world, city)
    first, second = await operators(world)
    made = (await propose(first, city, DEARER)).ok(201)
    assert [one["kind"] for one in made["changes"]] == ["changed"]
    (await act(second, made, "refuse")).refused(422, "invalid")
    done = (await act(second, made, "refuse", reason="与通知二(一)不一致")).ok()
    assert (done["state"], done["reason"]) == ("refused", "与通知二(一)不一致")
    assert done["changes"] == made["changes"]
    again = (await propose(first, city, DEARER)).ok(201)
    (await act(second, again, "withdraw")).refused(403, "not_your_proposal")
    assert (await act(first, again, "withdraw")).ok()["state"] == "withdrawn"
    (await act(second, again, "publish")).refused(409, "proposal_ended")
    assert [one["number"] for one in await versions(world, city)] == [1]
    mine = (await first.get("/programme-files", params={"state": "refused"})).ok()["items"]
    assert made["id"] in {one["id"] for one in mine}
    assert again["id"] not in {one["id"] for one in mine}


async def test_one_proposal_waits_at_a_time_and_says_something_new(world: World) -> None:
    city = City()
    await published(world, city)
    first, second = await operators(world)
    (await propose(first, city)).refused(409, "files_unchanged")
    made = (await propose(first, city, DEARER)).ok(201)
    (await propose(second, city, ("value = 20\n", "value = 40\n"))).refused(409, "already_proposed")
    (await act(second, made, "publish")).ok()
    (newest, *_) = await versions(world, city)
    assert (newest["number"], len(newest["changes"])) == (2, 1)


async def test_what_moved_meanwhile_is_not_published_over(world: World) -> None:
    city = City()
    await published(world, city)
    first, second = await operators(world)
    made = (await propose(first, city, DEARER)).ok(201)
    await publish_as_the_operator(world, city, ("value = 20\n", "value = 40\n"))
    seen = (await second.get(f"/programme-files/{made['id']}")).ok()
    assert (seen["moved"], seen["allowed"]) == (True, ["refuse"])
    refused = (await act(second, made, "publish")).refused(409, "rules_moved")
    (reason,) = refused["errors"]
    assert (reason["field"], "40 人" in reason["message"]) == ("in_force", True)
    assert [one["number"] for one in await versions(world, city)] == [2, 1]
    (await act(first, made, "withdraw")).ok()
    anew = (await propose(first, city, DEARER)).ok(201)
    assert (await act(second, anew, "publish")).ok()["version"] == 3


async def test_a_start_leaves_what_people_published_in_the_browser(world: World) -> None:
    city = City()
    await publish_as_the_operator(world, city)
    await published(world, city, DEARER)
    kept = await publish_as_the_operator(world, city, at_start=True)
    assert (kept.kept_later, kept.changed, kept.number) == (True, False, 2)
    # A file that was changed since is the operator's own word, as is one that is named.
    changed = await publish_as_the_operator(
        world, city, ("value = 20\n", "value = 25\n"), at_start=True
    )
    assert (changed.kept_later, changed.number) == (False, 3)
    await published(world, city, DEARER)
    named = await publish_as_the_operator(world, city)
    assert (named.kept_later, named.number) == (False, 5)


async def publish_as_the_operator(
    world: World, city: City, *changes: tuple[str, str], at_start: bool = False
) -> Published:
    texts = SourceTexts(*city.files(*changes).values())
    async with world.as_owner():
        definition = await compile_files(Files.of(texts), ports=world.ports)
        (made,) = await publish_editions(
            [definition],
            clock=world.ports.clock,
            texts={city.edition: texts},
            keep_later=at_start,
        )
    return made


async def test_a_pool_that_may_not_shrink_is_not_published(world: World) -> None:
    city = City()
    await published(world, city)
    first, second = await operators(world)
    await world.fetch("UPDATE pools SET locked_fen = 900 WHERE edition_id = $1", city.edition)
    made = (await propose(first, city, ("value = 1000,", "value = 10,"))).ok(201)
    (await act(second, made, "publish")).refused(409, "below_locked")
    assert (await first.get(f"/programme-files/{made['id']}")).ok()["state"] == "proposed"
    await world.fetch("UPDATE pools SET locked_fen = 0 WHERE edition_id = $1", city.edition)
    assert (await act(second, made, "publish")).ok()["version"] == 2


async def test_pressing_twice_and_two_at_once_publish_once(world: World) -> None:
    city = City()
    first, second = await operators(world)
    third = await world.new_staff("authority")
    made = (await propose(first, city)).ok(201)
    key = {"Idempotency-Key": uuid4().hex}
    path = f"/programme-files/{made['id']}/publish"
    twice = await asyncio.gather(
        second.post(path, headers=key), second.post(path, headers=key), third.post(path)
    )
    assert {answer.status for answer in twice} <= {200, 409}
    again = await second.post(path, headers=key)
    assert again.status in (200, 409)
    assert len(await versions(world, city)) == 1


async def test_the_others_are_told_while_it_waits(world: World) -> None:
    city = City()
    await published(world, city)
    first, second = [await world.new_staff("authority", programme_code=city.code) for _ in "ab"]
    stranger = await world.new_staff("authority", programme_code="sh-shuangtui")
    made = (await propose(first, city, DEARER)).ok(201)
    (entry,) = await told(second, "programme.proposed", city)
    assert first.name in entry["body"]
    assert await told(first, "programme.proposed", city) == []
    assert await told(stranger, "programme.proposed", city) == []

    async def is_so() -> bool:
        async with world.as_app(), transaction() as tx:
            return await still_true(tx, UUID(entry["id"]))

    assert await is_so()
    (await act(second, made, "refuse", reason="请核对人数")).ok()
    assert not await is_so()
    (refusal,) = await told(first, "programme.refused", city)
    assert "请核对人数" in refusal["body"]
    again = (await propose(first, city, DEARER)).ok(201)
    (await act(second, again, "publish")).ok()
    (news,) = await told(first, "programme.published", city)
    assert second.name in news["body"]
    assert await told(second, "programme.published", city) == []
