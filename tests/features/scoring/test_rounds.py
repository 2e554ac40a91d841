"""Rounds: an appeal that is upheld opens a new one, and what came late waits for its own."""

from typing import Any

from tests.features.scoring.contest import Contest, contest
from tests.world.application import World
from tests.world.review_steps import shown


async def appealed(made: Contest, at: int) -> None:
    """The entry's owner appeals, and the authority upholds it."""
    path = f"/applications/{made.entries[at]['id']}/appeal"
    raised = (await made.owners[at].post(path, {"reason": "材料理解有误"})).ok(201)
    body = {"verdict": "upheld", "comment": "同意重新评审"}
    (await made.authority.post(f"/appeals/{raised['id']}/decide", body)).ok()


async def result(made: Contest, at: int) -> Any:
    path = f"/applications/{made.entries[at]['id']}/decision"
    return (await made.owners[at].get(path)).ok()["scoring"]


async def test_an_upheld_appeal_is_scored_in_a_new_round(world: World) -> None:
    made = await contest(world, 2)
    await made.all_score((90, 90), (40, 41))
    assert await result(made, 1) is None
    (await made.close()).ok()
    assert await result(made, 1) is None, "blind for the firm until the line is drawn"
    (await made.line(1)).ok()
    assert await result(made, 1) == {
        "round": 1,
        "average": "40.50",
        "rank": 2,
        "ranked": 2,
        "chosen": 1,
        "passed": False,
    }
    await appealed(made, 1)
    seen = await shown(made.owners[1], made.entries[1])
    assert (seen["status"], seen["stage"]) == ("in_review", "score")
    view = await made.shown()
    assert (view["round"], view["state"], view["ranking"]) == (2, "open", None)
    assert [it["scored"] for it in view["applications"]] == [0]
    (await made.close()).refused(409, "scores_missing")
    for expert in made.experts:
        (await made.score(expert, made.entries[1], (50, 30))).ok()
    assert (await made.close()).ok()["round"] == 2
    (await made.line(1)).ok()
    assert (await shown(made.owners[1], made.entries[1]))["stage"] == "approve"
    assert (await result(made, 1))["average"] == "80.00"
    assert (await result(made, 0))["rank"] == 1
    first = await made.shown(round="1")
    assert [it["average"] for it in first["ranking"]] == ["90.00", "40.50"]
    assert first["applications"] == []
    assert (await made.shown())["round"] == 2
    (await made.authority.get(made.path, params={"round": "4"})).refused(404, "not_found")
    assert (await made.shown(round="3"))["state"] == "open"


async def test_what_comes_after_the_closing_waits_for_the_next_round(world: World) -> None:
    made = await contest(world, 1)
    await made.all_score((70, 70))
    (await made.close()).ok()
    (late,) = await made.enter(1)
    view = await made.shown()
    assert (view["round"], view["state"], len(view["ranking"])) == (1, "closed", 1)
    assert [it["application_id"] for it in view["applications"]] == [late["id"]]
    for expert in made.experts:
        (await made.give(expert, late, (10, 10))).ok()
    (await made.close()).refused(409, "scoring_closed")
    (await made.line(1)).ok()
    assert (await made.shown())["round"] == 2
    assert (await made.close()).ok()["ranking"][0]["number"] == late["number"]
