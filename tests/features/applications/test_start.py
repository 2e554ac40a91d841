"""Starting an application: what may be chosen, by whom, and when."""

from datetime import timedelta
from uuid import uuid4

from tests.features.applications.start_body import body_of
from tests.world.application import MovableClock, World
from tests.world.platforms import taking_part


async def test_a_draft_says_what_is_missing_and_holds_no_place(world: World) -> None:
    owner = await world.sme()
    draft = (await owner.post("/applications", await body_of(world, owner))).ok(201)
    assert (draft["status"], draft["stage"], draft["version"]) == ("draft", None, 1)
    assert draft["queue"] | {"as_of": None} == {
        "state": "none",
        "position": None,
        "waiting_position": None,
        "as_of": None,
    }
    kinds = {"commitment_letter", "business_licence", "service_contract", "payment_receipt"}
    assert {missing["kind"] for missing in draft["missing"]} == kinds
    assert all(missing["label"] for missing in draft["missing"])
    plan = draft["plan"]
    parts = plan["government_fen"] + plan["platform_fen"] + plan["enterprise_fen"]
    assert parts == plan["fee_fen"] == draft["fee_fen"]
    assert (draft["award_fen"], draft["receipt"]) == (None, None)
    listed = (await owner.get("/applications")).ok()["items"]
    assert [item["id"] for item in listed] == [draft["id"]]


async def test_what_does_not_exist_is_not_found(world: World) -> None:
    owner = await world.sme()
    body = await body_of(world, owner)
    for name, value in (
        ("edition", "no-such-edition"),
        ("enterprise_id", str(uuid4())),
        ("plan_id", str(uuid4())),
        ("platform_id", str(uuid4())),
    ):
        (await owner.post("/applications", body | {name: value})).refused(404, "not_found")
    assert (await owner.get("/applications")).ok()["items"] == []


async def test_somebody_elses_firm_is_not_found(world: World) -> None:
    theirs = (await (await world.sme()).enterprise())["id"]
    owner = await world.sme()
    answer = await owner.post("/applications", await body_of(world, owner, enterprise_id=theirs))
    answer.refused(404, "not_found")


async def test_a_plan_of_another_platform_is_not_found(world: World) -> None:
    owner = await world.sme()
    page = (await owner.get(f"/programmes/{world.edition}/platforms")).ok()
    first, second = [item["id"] for item in page["items"] if item["plans_from_fen"]][:2]
    foreign = (await owner.some_plan(world.edition, second))["plan_id"]
    body = await body_of(world, owner, platform_id=first, plan_id=foreign)
    (await owner.post("/applications", body)).refused(404, "not_found")


async def test_unknown_track_and_the_platforms_own_are_refused(world: World) -> None:
    owner = await world.sme()
    body = await body_of(world, owner)
    for track, reason in (
        ("nowhere", ("track", "unknown")),
        ("platform", ("platform_id", "not_own")),
        ("expansion", ("platform_id", "not_own")),
    ):
        answer = await owner.post("/applications", body | {"track": track})
        answer.refused(422, "invalid")
        assert answer.reasons() == {reason}


async def test_platform_and_plan_are_both_asked_for(world: World) -> None:
    owner = await world.sme()
    body = await body_of(world, owner, platform_id=None, plan_id=None)
    answer = await owner.post("/applications", body)
    answer.refused(422, "invalid")
    assert answer.reasons() == {("platform_id", "required"), ("plan_id", "required")}


async def test_a_platform_that_does_not_take_part_is_refused(world: World) -> None:
    owner, edition = await world.sme(), await world.publish()
    body = await body_of(world, owner, edition=edition)
    await world.fetch(
        "UPDATE participations SET withdrawn_at = now()"
        " WHERE edition_id = $1 AND platform_id = $2::text::uuid AND track = 'copay'",
        edition,
        body["platform_id"],
    )
    answer = await owner.post("/applications", body)
    answer.refused(422, "invalid")
    assert answer.reasons() == {("platform_id", "not_participating")}
    assert answer.body["errors"][0]["message"]


async def test_one_draft_for_each_firm_and_track(world: World) -> None:
    owner = await world.sme()
    body = await body_of(world, owner)
    first = (await owner.post("/applications", body)).ok(201)
    refused = (await owner.post("/applications", body)).refused(409, "already_applied")
    assert refused["current"] == {name: first[name] for name in ("id", "number", "status")}
    (await owner.post(f"/applications/{first['id']}/withdraw")).ok()
    again = (await owner.post("/applications", body)).ok(201)
    assert again["id"] != first["id"]


async def test_outside_the_window_nothing_starts(world: World, clock: MovableClock) -> None:
    owner = await world.sme()
    body = await body_of(world, owner)
    clock.ahead = timedelta(days=301)
    owner = await world.sme(owner.name)  # the session of then has run out
    (await owner.post("/applications", body)).refused(409, "window_closed")
    clock.ahead = timedelta(days=299)
    owner = await world.sme(owner.name)
    (await owner.post("/applications", body)).ok(201)


async def test_a_closed_edition_takes_nothing(world: World) -> None:
    owner, edition = await world.sme(), await world.publish()
    body = await body_of(world, owner, edition=edition)
    await world.fetch("UPDATE editions SET closed_at = now() WHERE code = $1", edition)
    (await owner.post("/applications", body)).refused(409, "window_closed")


async def test_a_closed_edition_says_so_before_it_asks_for_a_platform(world: World) -> None:
    owner, edition = await world.sme(), await world.publish()
    body = await body_of(world, owner, edition=edition)
    await world.fetch("UPDATE editions SET closed_at = now() WHERE code = $1", edition)
    await world.fetch(
        "UPDATE participations SET withdrawn_at = now() WHERE edition_id = $1", edition
    )
    (await owner.post("/applications", body)).refused(409, "window_closed")
    without = {name: body[name] for name in ("edition", "track", "enterprise_id")}
    (await owner.post("/applications", without)).refused(409, "window_closed")
    (await owner.post("/applications", body | {"facts": {"nope": 1}})).refused(422, "invalid")


async def test_a_firm_with_a_credit_record_is_blocked(world: World) -> None:
    owner = await world.sme()
    body = await body_of(world, owner)
    await world.fetch(
        "INSERT INTO credit_records (id, uscc, reason, recover_fen, recorded_by_id, recorded_at)"
        " SELECT gen_random_uuid(), uscc, '演示', 0, gen_random_uuid(), now()"
        "   FROM enterprises WHERE id = $1",
        body["enterprise_id"],
    )
    (await owner.post("/applications", body)).refused(409, "credit_blocked")
    assert (await owner.get("/applications")).ok()["items"] == []


async def test_facts_are_checked_from_the_first_word(world: World) -> None:
    owner = await world.sme()
    facts = {"no_such_fact": 1, "is_sme": "yes", "registered_city": "北京市"}
    answer = await owner.post("/applications", await body_of(world, owner, facts=facts))
    answer.refused(422, "invalid")
    assert {field for field, _ in answer.reasons()} == {f"facts.{name}" for name in facts}
    answer = await owner.post(
        "/applications", await body_of(world, owner, facts={"registered_city": "北京市"})
    )
    answer.refused(422, "invalid")
    assert answer.reasons() == {("facts.registered_city", "contradicts")}


async def test_a_firm_is_no_client_of_its_own_platform(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    own = await taking_part(world, edition, "copay")
    await world.fetch(
        "INSERT INTO enterprise_members (id, enterprise_id, user_id, role, joined_at)"
        " VALUES ($1, $2::text::uuid, $3::text::uuid, 'owner', now())",
        uuid4(),
        own.firm["enterprise_id"],
        owner.user["id"],
    )
    plan = {"title": "示例方案", "description": "说明", "fee_fen": 1_000_000, "period_months": 12}
    (await own.staff.post("/platform/plans", plan)).ok(201)
    start = {"edition": edition, "track": "copay", "enterprise_id": own.firm["enterprise_id"]}
    body = start | await owner.some_plan(edition, own.platform_id)
    answer = await owner.post("/applications", body)
    answer.refused(422, "invalid")
    assert answer.reasons() == {("platform_id", "own_firm")}
