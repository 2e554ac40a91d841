"""Blind until closed: nobody's answer, and no audit line, holds another expert's points or words."""

from collections.abc import Iterator
from typing import Any

from tests.features.scoring.contest import Contest, contest
from tests.world.application import World
from tests.world.review_steps import review_of

POINTS, TOTAL, WORDS = (53, 38), 91, "数据对比充分，盲评意见甲"
SECRETS = {53, 38, 91, "53", "38", "91", "91.00", WORDS}


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


def leaked(value: Any) -> set[Any]:
    """Numbers that are points, and the words, wherever they stand in an answer."""
    found = set(leaves(value))
    # A number inside a longer text, such as an id, says nothing; the words do.
    texts = [it for it in found if isinstance(it, str)]
    return {it for it in found if not isinstance(it, bool) and it in SECRETS} | {
        WORDS for text in texts if WORDS in text
    }


async def all_answers(world: World, made: Contest) -> dict[str, Any]:
    """Whatever anybody beside the first expert can read about it."""
    (entry,), other = made.entries, made.experts[1]
    line = await review_of(other, entry, "score")
    owner = made.owners[0]
    inspector = await world.staff("inspector")
    platform = await world.staff("platform", platform_id=entry["platform"]["id"])
    reads = [
        (owner, "/applications"),
        (owner, f"/applications/{entry['id']}"),
        (owner, f"/applications/{entry['id']}/decision"),
        (owner, "/notifications"),
        (other, "/reviews"),
        (other, f"/reviews/{line['id']}"),
        (inspector, "/reviews?stage=score"),
        (inspector, f"/reviews/{line['id']}"),
        (inspector, made.path),
        (made.authority, made.path),
        (made.authority, "/reviews"),
        (platform, "/platform/applications"),
    ]
    found = {}
    for number, (person, path) in enumerate(reads):
        found[f"{number} {path}"] = (await person.get(path)).ok()
    found["refusal"] = (await made.close(reason=None)).body
    return found


async def audit_of(world: World, entry: dict[str, Any]) -> list[dict[str, Any]]:
    rows = await world.fetch(
        "SELECT l.event, l.detail, w.text FROM audit l LEFT JOIN audit_comments w"
        " ON w.audit_id = l.id WHERE l.subject_id::text = $1 ORDER BY l.seq",
        entry["id"],
    )
    return [dict(row) for row in rows]


async def test_nobody_sees_points_before_the_closing(world: World) -> None:
    made = await contest(world, 1)
    (expert, other), (entry,) = made.experts, made.entries
    (await made.declare(other, entry)).ok()
    own = (await made.give(expert, entry, POINTS, comment=WORDS)).ok()["own_score"]
    assert (own["scores"], own["total"]) == ({"benefit": 53, "copy": 38}, TOTAL)
    assert leaked(own) == {53, 38, 91, WORDS}
    for name, answer in (await all_answers(world, made)).items():
        assert not leaked(answer), name
    (standing,) = (await made.shown())["applications"]
    assert standing["scored"] == 1
    for line in await audit_of(world, entry):
        assert not leaked(line), line["event"]
    (await made.give(other, entry, (20, 20))).ok()
    closed = (await made.close()).ok()
    assert leaked(closed) == {91, WORDS}, "the walk would see them"
    for person, path in (
        (made.owners[0], f"/applications/{entry['id']}"),
        (made.owners[0], f"/applications/{entry['id']}/decision"),
        (other, f"/reviews/{(await review_of(other, entry, 'score'))['id']}"),
    ):
        assert not leaked((await person.get(path)).ok()), path


async def test_the_record_of_a_score_names_the_review_and_nothing_else(world: World) -> None:
    made = await contest(world, 1)
    (expert, _), (entry,) = made.experts, made.entries
    (await made.give(expert, entry, POINTS, comment=WORDS)).ok()
    line = (await audit_of(world, entry))[-1]
    review = await review_of(expert, entry, "score")
    assert line == {
        "event": "review.scored",
        "detail": f'{{"review":"{review["id"]}"}}',
        "text": None,
    }


async def test_sheets_are_numbered_by_points_not_by_person(world: World) -> None:
    made = await contest(world, 2, 3)
    await made.all_score((70, 90, 80), (60, 50, 95))
    ranking = (await made.close()).ok()["ranking"]
    for place in ranking:
        totals = [it["total"] for it in place["totals"]]
        assert totals == sorted(totals, reverse=True)
        assert [it["expert"] for it in place["totals"]] == ["专家1", "专家2", "专家3"]
    names = {expert.name for expert in made.experts} | {it.user["id"] for it in made.experts}
    assert not names & {str(leaf) for leaf in leaves(ranking)}
