"""Scores may be changed until the round is closed; then they are a ranking, ties as ties."""

from tests.features.scoring.contest import APPROVE, PAYOUT, PRELIMINARY, SCORE, contest
from tests.world.application import World
from tests.world.review_steps import decide, review_of


async def test_a_score_needs_every_criterion_within_its_maximum(world: World) -> None:
    made = await contest(world, 1, 1)
    (expert,), (entry,) = made.experts, made.entries
    (await made.declare(expert, entry)).ok()
    review = await review_of(expert, entry, "score")
    path = f"/reviews/{review['id']}/score"
    answer = await expert.post(path, {"scores": {"benefit": 61, "other": 3}})
    answer.refused(422, "invalid")
    assert answer.reasons() == {
        ("scores.benefit", "out_of_range"),
        ("scores.copy", "required"),
        ("scores.other", "unknown"),
    }
    answer = await expert.post(path, {"scores": {"benefit": -1, "copy": 41}})
    assert answer.reasons() == {
        ("scores.benefit", "out_of_range"),
        ("scores.copy", "out_of_range"),
    }
    for broken in ({"scores": {"benefit": 1.5, "copy": 1}}, {"scores": [1]}, {}):
        (await expert.post(path, broken)).refused(422, "invalid")
    for points in ((0, 0), (60, 40), (12, 7)):
        own = (await made.score(expert, entry, points)).ok()["own_score"]
        assert own["total"] == sum(points)
    assert (await review_of(expert, entry, "score"))["expert"]["scored"] is True
    rows = await world.fetch("SELECT total FROM scores WHERE review_id::text = $1", review["id"])
    assert [row["total"] for row in rows] == [19]


async def test_the_same_key_scores_once(world: World) -> None:
    made = await contest(world, 1, 1)
    (expert,), (entry,) = made.experts, made.entries
    (await made.declare(expert, entry)).ok()
    review = await review_of(expert, entry, "score")
    body = {"scores": {"benefit": 10, "copy": 10}}
    for _ in range(2):
        answer = await expert.post(
            f"/reviews/{review['id']}/score", body, headers={"idempotency-key": "one"}
        )
        assert answer.ok()["own_score"]["total"] == 20


async def test_it_closes_only_once_enough_experts_have_scored_each(world: World) -> None:
    made = await contest(world)
    (await made.close()).refused(409, "nothing_to_score")
    first, second = await made.enter(2)
    await made.give(made.experts[0], first, (10, 10))
    answer = await made.close()
    answer.refused(409, "scores_missing")
    assert answer.reasons() == {
        (first["number"], "scores_missing"),
        (second["number"], "scores_missing"),
    }
    assert f"申请 {first['number']} 还需 1 名专家评分，请补足" in {
        it["message"] for it in answer.body["errors"]
    }
    await made.give(made.experts[1], first, (10, 10))
    for expert in made.experts:
        await made.give(expert, second, (10, 10))
    assert (await made.close()).ok()["state"] == "closed"


async def test_while_more_may_come_it_needs_a_reason(world: World) -> None:
    made = await contest(world, stages=(PRELIMINARY, SCORE, APPROVE, PAYOUT))
    scored, _ = await made.enter(2)
    district = await world.staff("district")
    (await decide(district, scored, "preliminary", {"verdict": "pass"})).ok()
    for expert in made.experts:
        await made.give(expert, scored, (10, 10))
    answer = await made.close(reason=None)
    answer.refused(409, "not_all_in")
    assert answer.reasons() == {("reason", "window_open"), ("reason", "at_earlier_steps")}
    await world.fetch(
        "UPDATE editions SET closes_at = now() - interval '1 minute' WHERE code = $1", made.edition
    )
    answer = await made.close(reason=None)
    assert answer.reasons() == {("reason", "at_earlier_steps")}
    shown = (await made.close(reason="其余区已逾期")).ok()
    assert (shown["state"], shown["close_reason"]) == ("closed", "其余区已逾期")


async def test_after_the_end_of_the_window_it_needs_none(world: World) -> None:
    made = await contest(world, 1)
    await made.all_score((50, 60))
    await world.fetch(
        "UPDATE editions SET closes_at = now() - interval '1 minute' WHERE code = $1", made.edition
    )
    assert (await made.close(reason=None)).ok()["close_reason"] is None


async def test_the_ranking_shows_ties_and_exact_averages(world: World) -> None:
    made = await contest(world, 4, 3)
    await made.all_score((80, 82, 85), (90, 90, 91), (82, 80, 85), (40, 50, 61))
    ranking = (await made.close()).ok()["ranking"]
    assert [(it["rank"], it["average"], it["points_sum"]) for it in ranking] == [
        (1, "90.33", 271),
        (2, "82.33", 247),
        (2, "82.33", 247),
        (4, "50.33", 151),
    ]
    assert ranking[0]["number"] == made.entries[1]["number"]
    assert ranking[0]["criteria"] == [
        {"criterion": "benefit", "average": "60.00"},
        {"criterion": "copy", "average": "30.33"},
    ]
    assert {it["experts"] for it in ranking} == {3}
    assert {it["passed"] for it in ranking} == {None}


async def test_once_closed_nothing_moves_any_more(world: World) -> None:
    made = await contest(world, 1, 3)
    (entry,) = made.entries
    await made.all_score((50, 60))
    (await made.close()).ok()
    (await made.close()).refused(409, "scoring_closed")
    (await made.score(made.experts[0], entry, (60, 40))).refused(409, "scoring_closed")
    (await made.declare(made.experts[0], entry, conflict=True)).refused(409, "scoring_closed")
    (await made.declare(made.experts[2], entry)).refused(409, "scoring_closed")
    shown = await made.shown()
    assert (shown["state"], shown["ranking"][0]["points_sum"]) == ("closed", 110)
    assert shown["applications"] == []


async def test_only_an_authority_of_the_edition_closes(world: World) -> None:
    made = await contest(world, 1)
    await made.all_score((50, 60))
    for role in ("expert", "district", "auditor", "enterprise"):
        person = made.owners[0] if role == "enterprise" else await world.staff(role)
        (await person.post(f"{made.path}/close", {"reason": "x"})).refused(403, "forbidden")
        (await person.get(made.path)).refused(403, "forbidden")
    inspector = await world.staff("inspector")
    (await inspector.post(f"{made.path}/close", {"reason": "x"})).refused(403, "forbidden")
    assert (await inspector.get(made.path)).ok()["state"] == "open"
    stranger = await world.staff("authority", edition_code=world.edition)
    for answer in (
        await stranger.get(made.path),
        await stranger.post(f"{made.path}/close", {"reason": "x"}),
        await stranger.post(f"{made.path}/line", {"chosen": 0, "reason": "x"}),
    ):
        answer.refused(404, "not_found")
    unscored = f"/programmes/{made.edition}/tracks/platform"
    for path in (f"{unscored}x/scoring", f"/programmes/{made.edition}/tracks/expansion/scoring"):
        (await made.authority.get(path)).refused(404, "not_found")


async def test_nobody_closes_a_round_that_their_own_firm_is_in(world: World) -> None:
    made = await contest(world, 2)
    await made.all_score((90, 80), (70, 60))
    own = await world.new_staff("authority", edition_code=made.edition)
    await world.fetch(
        "INSERT INTO enterprise_members (id, enterprise_id, user_id, role, joined_at)"
        " VALUES (gen_random_uuid(), $1, $2, 'staff', now())",
        made.entries[1]["enterprise"]["id"],
        own.user["id"],
    )
    body = {"reason": "提前评审"}
    (await own.post(f"{made.path}/close", body)).refused(403, "conflict_of_interest")
    (await made.close()).ok()
