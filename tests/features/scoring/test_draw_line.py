"""The line: who passes goes on, who does not is told their place and may appeal."""

from typing import Any

import pytest

from models.rules.reasons import Text
from models.rules.terms.award import AwardRow, Figure
from models.rules.terms.programme import Fact, Option, PlacesRule, Stage
from tests.features.scoring.contest import APPROVE, PAYOUT, SCORE, Contest, contest
from tests.world.application import World, demo_definition
from tests.world.review_steps import PASS, decide, review_of, shown

NOTICE = Stage("publicity", "authority", Text("公示", "Notice"), workdays=5)


async def closed(world: World, *totals: int, **changes: Any) -> Contest:
    """Closed with one application for each total, given alike by both experts."""
    made = await contest(world, len(totals), **changes)
    await made.all_score(*((total, total) for total in totals))
    (await made.close()).ok()
    return made


async def stands(made: Contest) -> list[tuple[str, str | None]]:
    found = [
        await shown(owner, entry) for owner, entry in zip(made.owners, made.entries, strict=True)
    ]
    return [(it["status"], it["stage"]) for it in found]


async def test_the_best_go_on_and_the_others_are_told_why(world: World) -> None:
    made = await closed(world, 70, 90, 80)
    view = (await made.line(2)).ok()
    assert (view["state"], view["chosen"], view["line_reason"]) == ("lined", 2, "按预算确定")
    assert [it["passed"] for it in view["ranking"]] == [True, True, False]
    going_on = ("in_review", "approve")
    assert await stands(made) == [("rejected", None), going_on, going_on]
    last = await shown(made.owners[0], made.entries[0])
    words = "得分 70.00，排名第 3，入选线为前 2 名。说明：按预算确定"
    assert (last["timeline"][-1]["event"], last["timeline"][-1]["comment"]) == (
        "score.rejected",
        words,
    )
    assert last["timeline"][-1]["actor_role"] == "authority"
    inbox = (await made.owners[0].get("/notifications")).ok()["items"]
    assert any(words in item["body"] for item in inbox)
    (step,) = (await made.owners[1].get(f"/applications/{made.entries[1]['id']}/decision")).ok()[
        "reviews"
    ]
    assert (step["verdict"], step["comment"]) == (
        "pass",
        "得分 90.00，排名第 1，入选线为前 2 名，入选。说明：按预算确定",
    )
    (await decide(made.authority, made.entries[1], "approve", PASS)).ok()
    assert (await stands(made))[1] == ("payable", "payout")


async def test_a_public_notice_may_follow(world: World) -> None:
    made = await closed(world, 70, 90, stages=(SCORE, NOTICE, APPROVE, PAYOUT))
    (await made.line(1)).ok()
    assert await stands(made) == [("rejected", None), ("in_review", "publicity")]
    review = await review_of(made.authority, made.entries[1], "publicity")
    for act, body in (("take", {}), ("decide", PASS)):
        answer = await made.authority.post(f"/reviews/{review['id']}/{act}", body)
        answer.refused(409, "decided_elsewhere")


async def test_a_line_that_cuts_a_tie_needs_names(world: World) -> None:
    made = await closed(world, 80, 90, 80, 80)
    ids = [entry["id"] for entry in made.entries]
    refused = await made.line(2)
    refused.refused(422, "tie_cut")
    assert refused.reasons() == {(f"among_tied.{ids[at]}", "tied") for at in (0, 2, 3)}
    assert "并列第 2 名" in refused.body["errors"][0]["message"]
    for wrong in ([ids[1]], [ids[0], ids[2]], [ids[1], ids[0]]):
        (await made.line(2, among_tied=wrong)).refused(422, "tie_cut")
    answer = await made.line(4, among_tied=[ids[0]])
    answer.refused(422, "invalid")
    assert answer.reasons() == {("among_tied", "unexpected")}
    assert {state for state, _ in await stands(made)} == {"in_review"}
    (await made.line(2, among_tied=[ids[2]])).ok()
    assert [state for state, _ in await stands(made)] == [
        *("rejected", "in_review", "in_review", "rejected")
    ]
    last = await shown(made.owners[0], made.entries[0])
    assert last["timeline"][-1]["comment"].startswith(
        "得分 80.00，排名第 2，入选线为前 2 名，同分并列中未入选。"
    )


async def test_nobody_may_pass_at_all(world: World) -> None:
    made = await closed(world, 20, 30)
    (await made.line(0)).ok()
    assert {state for state, _ in await stands(made)} == {"rejected"}
    last = await shown(made.owners[0], made.entries[0])
    assert "本轮没有入选名额" in last["timeline"][-1]["comment"]


async def test_a_line_is_drawn_once_through_a_closed_round(world: World) -> None:
    made = await contest(world, 2)
    (await made.line(1)).refused(409, "scoring_open")
    await made.all_score((70, 70), (60, 60))
    (await made.line(1)).refused(409, "scoring_open")
    (await made.close()).ok()
    (await made.line(3)).refused(422, "too_many")
    (await made.authority.post(f"{made.path}/line", {"chosen": 1})).refused(422, "invalid")
    first = await made.authority.post(
        f"{made.path}/line",
        {"chosen": 1, "reason": "一"},
        headers={"idempotency-key": made.edition},
    )
    again = await made.authority.post(
        f"{made.path}/line",
        {"chosen": 1, "reason": "一"},
        headers={"idempotency-key": made.edition},
    )
    assert first.ok()["id"] == again.ok()["id"]
    (await made.line(1)).refused(409, "line_drawn")


async def test_no_more_than_the_pool_has_places(world: World) -> None:
    made = await closed(world, 90, 80, 70, pool={"places": 2, "budget_fen": None})
    answer = await made.line(3)
    answer.refused(422, "too_many")
    assert answer.reasons() == {("chosen", "places")}
    (await made.line(1)).ok()
    await made.enter(2)
    await made.all_score((60, 60), (50, 50))
    (await made.close()).ok()
    answer = await made.line(2)
    answer.refused(422, "too_many")
    assert "只剩 1 个名额" in answer.body["errors"][0]["message"]
    (await decide(made.authority, made.entries[0], "approve", PASS)).ok()
    (await made.line(2)).refused(422, "too_many")
    (await made.line(1)).ok()


@pytest.mark.parametrize("default", [None, "district"], ids=["stated", "by default"])
async def test_no_more_than_a_grade_has_places(world: World, default: str | None) -> None:
    track = next(it for it in demo_definition().tracks if it.code == "copay")
    options = (
        Option("national", Text("国家级", "National")),
        Option("district", Text("区级", "D")),
    )
    grade = Fact("grade", Text("等级", "Grade"), "choice", default=default, options=options)
    rule = PlacesRule("grade", (AwardRow("district", Figure("places", 1, cite="四(二)6")),))
    made = await contest(world, facts=(*track.facts, grade), places=rule)
    base = {"is_sme": True, "newly_signed": True, "registered_for_use": True}
    for option in ("district", "district", "national"):
        stated = {} if option == default else {"grade": option}
        await made.enter(1, facts={**base, **stated})
    await made.all_score((90, 90), (80, 80), (70, 70))
    (await made.close()).ok()
    answer = await made.line(2)
    answer.refused(422, "too_many")
    assert answer.reasons() == {("chosen.district", "places")}
    assert answer.body["errors"][0]["message"] == (
        "“区级”只剩 1 个名额，不够 2 个入选；请减少入选数量"
    )
    (await made.line(1)).ok()


async def test_a_withdrawn_one_keeps_its_rank_and_takes_no_place(world: World) -> None:
    made = await closed(world, 90, 80, 70, 60)
    path = f"/applications/{made.entries[1]['id']}/withdraw"
    (await made.owners[1].post(path, {"reason": "不再需要"})).ok()
    (await made.line(4)).refused(422, "too_many")
    view = (await made.line(2)).ok()
    assert [(it["rank"], it["passed"]) for it in view["ranking"]] == [
        *((1, True), (2, None), (3, True), (4, False))
    ]
    last = await shown(made.owners[3], made.entries[3])
    assert "排名第 4，入选线为前 3 名" in last["timeline"][-1]["comment"]


async def test_nobody_draws_a_line_through_their_own_firm(world: World) -> None:
    made = await closed(world, 90, 80)
    own = await world.new_staff("authority", edition_code=made.edition)
    await world.fetch(
        "INSERT INTO enterprise_members (id, enterprise_id, user_id, role, joined_at)"
        " VALUES (gen_random_uuid(), $1, $2, 'staff', now())",
        made.entries[1]["enterprise"]["id"],
        own.user["id"],
    )
    body = {"chosen": 1, "reason": "x"}
    (await own.post(f"{made.path}/line", body)).refused(403, "conflict_of_interest")
    (await made.line(1)).ok()
