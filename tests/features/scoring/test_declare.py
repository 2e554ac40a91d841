"""Experts declare themselves before a file opens; a conflict keeps it shut for good."""

from tests.features.scoring.contest import contest
from tests.world.application import STAFF_PASSWORD, World
from tests.world.client import Person
from tests.world.review_steps import review_of, shown

SCORES = {"scores": {"benefit": 50, "copy": 30}}


async def test_a_file_is_shut_until_the_expert_has_declared(world: World) -> None:
    made = await contest(world)
    (expert, _), owner = made.experts, await world.sme()
    entry = await owner.ready(made.edition)
    paper = (await owner.upload(entry["id"], "business_licence")).ok(201)
    (await owner.post(f"/applications/{entry['id']}/submit")).ok()
    line = await review_of(expert, entry, "score")
    assert line["enterprise"]["name"] == entry["enterprise"]["name"]
    assert (line["track"], line["stage"]) == ("copay", "score")
    assert line["expert"] == {
        "declared": False,
        "conflict": False,
        "scored": False,
        "closed": False,
    }
    content = f"/applications/{entry['id']}/evidence/{paper['id']}/content"
    review = f"/reviews/{line['id']}"
    for answer in (
        await expert.get(review),
        await expert.get(content),
        await expert.post(f"{review}/score", SCORES),
    ):
        answer.refused(403, "declaration_needed")
    assert line["allowed"] == ["declare"]
    declared = (await expert.post(f"{review}/declare", {"conflict": False})).ok()
    assert declared["allowed"] == ["declare", "score"]
    assert declared["expert"] == {
        "declared": True,
        "conflict": False,
        "scored": False,
        "closed": False,
    }
    seen = (await expert.get(review)).ok()
    assert seen["application"]["number"] == entry["number"]
    assert [(it["code"], it["maximum_points"], it["cite"]) for it in seen["sheet"]] == [
        ("benefit", 60, "一3"),
        ("copy", 40, "一3"),
    ]
    assert seen["own_score"] is None
    assert (await expert.get(content)).status == 200
    (await made.experts[1].get(content)).refused(403, "declaration_needed")
    inspector = await world.staff("inspector")
    assert (await inspector.get(review)).ok()["own_score"] is None
    assert (await inspector.get(content)).status == 200


async def test_a_conflict_shuts_the_file_for_good(world: World) -> None:
    made = await contest(world, 1)
    (expert, other), (entry,) = made.experts, made.entries
    line = await review_of(expert, entry, "score")
    review = f"/reviews/{line['id']}"
    body = {"conflict": True, "reason": "曾任该公司顾问"}
    state = (await expert.post(f"{review}/declare", body)).ok()["expert"]
    assert state == {"declared": True, "conflict": True, "scored": False, "closed": False}
    (await expert.post(f"{review}/declare", {"conflict": True})).ok()
    for answer in (
        await expert.get(review),
        await expert.post(f"{review}/score", SCORES),
        await expert.post(f"{review}/declare", {"conflict": False}),
    ):
        answer.refused(403, "conflict_of_interest")
    shut = await review_of(expert, entry, "score")
    assert (shut["expert"]["conflict"], shut["allowed"]) == (True, [])
    (standing,) = (await made.shown())["applications"]
    assert [(it["name"], it["reason"]) for it in standing["in_conflict"]] == [
        (expert.name, "曾任该公司顾问")
    ]
    missing = {it["name"] for it in standing["missing"]}
    assert other.name in missing
    assert expert.name not in missing
    owner_sees = await shown(made.owners[0], entry)
    assert "顾问" not in str(owner_sees)
    assert "review.declared" in [it["event"] for it in owner_sees["timeline"]]


async def test_a_conflict_that_shows_later_takes_the_score_out(world: World) -> None:
    made = await contest(world, 1, 3)
    (entry,) = made.entries
    await made.all_score((80, 90, 40))
    (standing,) = (await made.shown())["applications"]
    assert standing["scored"] == 3
    (await made.declare(made.experts[2], entry, conflict=True)).ok()
    (standing,) = (await made.shown())["applications"]
    assert standing["scored"] == 2
    (await made.score(made.experts[2], entry, (60, 40))).refused(403, "conflict_of_interest")
    (ranked,) = (await made.close()).ok()["ranking"]
    assert (ranked["points_sum"], ranked["experts"], ranked["average"]) == (170, 2, "85.00")
    assert [it["total"] for it in ranked["totals"]] == [90, 80]


async def test_another_role_opens_the_file_unless_a_conflict_was_declared(world: World) -> None:
    made, owner = await contest(world), await world.sme()
    entry = await owner.ready(made.edition)
    paper = (await owner.upload(entry["id"], "business_licence")).ok(201)
    (await owner.post(f"/applications/{entry['id']}/submit")).ok()
    both = made.experts[0]
    await world.fetch(
        "INSERT INTO grants (id, user_id, organisation_id, role, edition_code, valid_from)"
        " SELECT gen_random_uuid(), user_id, organisation_id, 'auditor', edition_code, valid_from"
        " FROM grants WHERE user_id = $1",
        both.user["id"],
    )
    both = await Person.as_staff(world.anyone, both.name, STAFF_PASSWORD)
    content = f"/applications/{entry['id']}/evidence/{paper['id']}/content"
    assert (await both.get(content)).status == 200, "as an auditor"
    line = await review_of(both, entry, "score")
    (await both.get(f"/reviews/{line['id']}")).refused(403, "declaration_needed")
    (await made.declare(both, entry, conflict=True)).ok()
    (await both.get(content)).refused(403, "conflict_of_interest")


async def test_who_belongs_to_the_firm_neither_declares_nor_scores(world: World) -> None:
    made = await contest(world, 1, 1)
    (expert,), (entry,) = made.experts, made.entries
    line = await review_of(expert, entry, "score")
    await world.fetch(
        "INSERT INTO enterprise_members (id, enterprise_id, user_id, role, joined_at)"
        " VALUES (gen_random_uuid(), $1, $2, 'staff', now())",
        entry["enterprise"]["id"],
        expert.user["id"],
    )
    for act, body in (("declare", {"conflict": False}), ("score", SCORES)):
        answer = await expert.post(f"/reviews/{line['id']}/{act}", body)
        answer.refused(403, "conflict_of_interest")
    (standing,) = (await made.shown())["applications"]
    assert expert.name in {it["name"] for it in standing["in_conflict"]}


async def test_only_experts_whose_grant_reaches_it_find_it(world: World) -> None:
    made, other = await contest(world, 1, 1), await contest(world, 0, 1)
    line = await review_of(made.experts[0], made.entries[0], "score")
    people = [*other.experts, await world.staff("auditor"), made.authority]
    for person in people:
        for act, body in (("declare", {"conflict": False}), ("score", SCORES)):
            answer = await person.post(f"/reviews/{line['id']}/{act}", body)
            answer.refused(404, "not_found")
    inspector = await world.staff("inspector")
    answer = await inspector.post(f"/reviews/{line['id']}/declare", {"conflict": False})
    answer.refused(403, "forbidden")


async def test_scores_are_not_decided_one_by_one(world: World) -> None:
    made = await contest(world, 1)
    (expert, _), (entry,) = made.experts, made.entries
    line = await review_of(expert, entry, "score")
    for act, body in (
        ("take", {}),
        ("decide", {"verdict": "pass"}),
        ("decide", {"verdict": "reject", "comment": "不佳"}),
    ):
        answer = await expert.post(f"/reviews/{line['id']}/{act}", body)
        answer.refused(409, "decided_elsewhere")
    bulk = {"ids": [line["id"]], "verdict": "pass"}
    (result,) = (await expert.post("/reviews/decide", bulk)).ok()["results"]
    assert (result["ok"], result["code"]) == (False, "decided_elsewhere")
    assert (await shown(made.owners[0], entry))["stage"] == "score"


async def test_another_step_is_not_scored(world: World) -> None:
    owner = await world.sme()
    edition = await world.publish()
    application = await owner.submitted(edition)
    platform = await world.staff("platform", platform_id=application["platform"]["id"])
    path = f"/platform/applications/{application['id']}/endorse"
    (await platform.post(path, {"verdict": "pass"})).ok()
    auditor = await world.staff("auditor")
    line = await review_of(auditor, application, "audit")
    assert line["expert"] is None
    for act, body in (("declare", {"conflict": False}), ("score", SCORES)):
        answer = await auditor.post(f"/reviews/{line['id']}/{act}", body)
        answer.refused(409, "not_scored")
    assert (await auditor.get(f"/reviews/{line['id']}")).ok()["sheet"] is None
