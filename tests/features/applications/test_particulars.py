"""Filling in a draft: on the version that was read, with values that do not contradict themselves."""

from typing import Any

import pytest

from tests.world.application import World
from tests.world.client import Answer, Person, particulars


async def put(owner: Person, draft: dict[str, Any], version: str | None, **changes: Any) -> Answer:
    headers = {} if version is None else {"If-Match": version}
    path = f"/applications/{draft['id']}/particulars"
    return await owner.put(path, particulars(draft, **changes), headers=headers)


async def test_the_version_that_was_read_is_asked_for(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    (await put(owner, draft, None)).refused(428, "version_missing")
    for stale in ('"7"', "banana", '"-1"'):
        (await put(owner, draft, stale)).refused(412, "version_conflict")
    read = await owner.get(f"/applications/{draft['id']}")
    changed = await put(owner, draft, read.headers["etag"])
    assert changed.ok()["version"] == draft["version"] + 1
    (await put(owner, draft, '"1"')).refused(412, "version_conflict")


async def test_a_stale_change_changes_nothing(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    kept = await owner.fill_in(draft, contract_no="HT-1")
    (await put(owner, draft, '"1"', contract_no="HT-2")).refused(412, "version_conflict")
    assert (await owner.get(f"/applications/{draft['id']}")).ok() | {"queue": None} == (
        kept | {"queue": None}
    )


async def test_who_comes_second_is_given_what_is_there_and_goes_on_from_it(world: World) -> None:
    """Two tabs on the same draft; and a stranger is told nothing of it."""
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    first = (await put(owner, draft, '"1"', contract_no="HT-1")).ok()
    refused = await put(owner, draft, '"1"', voucher_no="2026-1")
    told = refused.refused(412, "version_conflict")
    assert told["current"] | {"queue": None} == first | {"queue": None}
    assert refused.headers["etag"] == '"2"'
    merged = {"contract_no": told["current"]["contract_no"], "voucher_no": "2026-1"}
    both = (await put(owner, draft, refused.headers["etag"], **merged)).ok()
    assert (both["contract_no"], both["voucher_no"], both["version"]) == ("HT-1", "2026-1", 3)
    for stale in ('"1"', "banana"):
        stranger = await put(await world.sme(), draft, stale)
        assert "current" not in stranger.refused(404, "not_found")


async def test_nulls_are_kept_while_a_draft(world: World) -> None:
    owner = await world.sme()
    filled = await owner.fill_in(await owner.draft(world.edition))
    nothing = dict.fromkeys(("contract_no", "signed_at", "paid_at", "fee_fen", "paid_fen"))
    emptied = await owner.fill_in(filled, **nothing, facts={})
    assert {name: emptied[name] for name in nothing} == nothing
    assert emptied["facts"] == {}
    rows = await world.fetch("SELECT 1 FROM payments WHERE application_id = $1", filled["id"])
    assert rows == []


async def test_a_day_counts_as_its_end_in_china(world: World) -> None:
    owner = await world.sme()
    filled = await owner.fill_in(await owner.draft(world.edition), paid_at="2026-11-01")
    assert filled["paid_at"] == "2026-11-01T23:59:59+08:00", "an instant, as every `_at`"
    rows = await world.fetch(
        "SELECT paid_at::text, precision FROM payments WHERE application_id = $1", filled["id"]
    )
    assert [tuple(row) for row in rows] == [("2026-11-01 15:59:59+00", "day")]
    (note,) = filled["notes"]
    assert (note["field"], note["code"]) == ("paid_at", "whole_day")
    assert "这一天没有写时刻，按当天最后一秒排队" in note["message"]
    assert "请在申报内容中补上" in note["message"]
    await owner.hand_over_papers(filled)
    (await owner.post(f"/applications/{filled['id']}/submit")).ok()
    (note,) = (await owner.get(f"/applications/{filled['id']}")).ok()["notes"]
    assert "按当天最后一秒排队" in note["message"]
    assert "补上" not in note["message"], "nobody can any more"


async def test_a_day_with_its_time_needs_no_word(world: World) -> None:
    owner = await world.sme()
    filled = await owner.fill_in(await owner.draft(world.edition), paid_at="2026-11-01")
    timed = await owner.fill_in(filled, paid_at="2026-11-01T10:00:00+08:00")
    assert timed["notes"] == []


@pytest.mark.parametrize(
    "day", ["2026/11/1", "2026年11月1日", "２０２６．１１．０１", " 2026-11-01 "]
)
async def test_a_day_is_one_however_it_is_typed(world: World, day: str) -> None:
    owner = await world.sme()
    filled = await owner.fill_in(await owner.draft(world.edition), paid_at=day)
    assert filled["paid_at"] == "2026-11-01T23:59:59+08:00"
    assert [note["field"] for note in filled["notes"]] == ["paid_at"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("1900-12-31", "out_of_range"),
        ("2101-01-01", "out_of_range"),
        ("9999-12-31T23:59:59-12:00", "out_of_range"),
        ("11/1/2026", "format"),
        ("2026-11-01T10:00:00", "format"),
        ("明天", "format"),
    ],
)
async def test_what_is_no_day_is_refused_in_words(world: World, given: str, code: str) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    body = dict.fromkeys(("contract_no", "signed_at", "fee_fen", "paid_fen")) | {
        "paid_at": given,
        "facts": {},
    }
    answer = await owner.put(
        f"/applications/{draft['id']}/particulars",
        body,
        headers={"if-match": f'"{draft["version"]}"'},
    )
    (reason,) = answer.refused(422, "invalid")["errors"]
    assert (reason["field"], reason["code"]) == ("paid_at", code)
    assert given in reason["message"]


async def test_a_day_sent_back_as_it_was_shown_stays_a_day(world: World) -> None:
    owner = await world.sme()
    filled = await owner.fill_in(await owner.draft(world.edition), paid_at="2026-11-01")
    again = await owner.fill_in(filled, paid_at=filled["paid_at"])
    assert again["paid_at"] == filled["paid_at"]
    assert await precision_of(world, filled) == "day"
    await owner.fill_in(again, paid_at="2026-11-01T10:00:00+08:00")
    assert await precision_of(world, filled) == "instant"


async def precision_of(world: World, application: dict[str, Any]) -> str:
    (row,) = await world.fetch(
        "SELECT precision FROM payments WHERE application_id = $1", application["id"]
    )
    return str(row["precision"])


async def test_days_that_do_not_exist_are_refused(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    for wrong in ("2026-02-30", "2026-11-01T25:00:00+08:00", "2026-11-01T10:00:00", "gestern"):
        answer = await put(owner, draft, '"1"', paid_at=wrong)
        answer.refused(422, "invalid")
        assert {field for field, _ in answer.reasons()} == {"paid_at"}


async def test_facts_may_not_contradict_the_particulars_or_the_firm(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    facts = {"fee_fen": 1, "registered_city": "苏州市", "in_service_zone": False, "is_sme": True}
    answer = await put(owner, draft, '"1"', facts=facts)
    answer.refused(422, "invalid")
    assert answer.reasons() == {
        ("facts.fee_fen", "contradicts"),
        ("facts.registered_city", "contradicts"),
        ("facts.in_service_zone", "contradicts"),
    }
    same = {"fee_fen": draft["plan"]["fee_fen"], "registered_city": "上海市", "is_sme": True}
    (await put(owner, draft, '"1"', facts=same)).ok()


async def test_every_wrong_value_is_told_at_once(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    facts = {"no_such_fact": 1, "is_sme": 3}
    answer = await put(owner, draft, '"1"', facts=facts)
    answer.refused(422, "invalid")
    assert {field for field, _ in answer.reasons()} == {"facts.no_such_fact", "facts.is_sme"}
    answer = await put(owner, draft, '"1"', paid_fen=-1, fee_fen="viel", surprise=1)
    answer.refused(422, "invalid")
    assert {field for field, _ in answer.reasons()} == {"paid_fen", "fee_fen", "surprise"}
    assert ("surprise", "unknown_field") in answer.reasons()


async def test_somebody_elses_draft_is_not_found(world: World) -> None:
    draft = await (await world.sme()).draft(world.edition)
    stranger = await world.sme()
    (await put(stranger, draft, '"1"')).refused(404, "not_found")
    (await stranger.get(f"/applications/{draft['id']}")).refused(404, "not_found")
    (await stranger.post(f"/applications/{draft['id']}/submit")).refused(404, "not_found")
    (await stranger.post(f"/applications/{draft['id']}/withdraw")).refused(404, "not_found")


async def test_what_was_submitted_is_closed(world: World) -> None:
    owner = await world.sme()
    submitted = await owner.submitted(await world.publish())
    answer = await put(owner, submitted, f'"{submitted["version"]}"')
    answer.refused(409, "not_editable")


async def test_a_contract_over_another_fee_leaves_the_plan_as_it_was(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    filled = await owner.fill_in(draft, fee_fen=1_000_003, paid_fen=1_000_003)
    assert (filled["fee_fen"], filled["plan"]) == (1_000_003, draft["plan"])
    await owner.hand_over_papers(filled)
    submitted = (await owner.post(f"/applications/{draft['id']}/submit")).ok()
    assert (submitted["award_fen"], submitted["plan"]) == (400_001, draft["plan"])
    rows = await world.fetch(
        "SELECT fee_fen, government_fen, platform_fen, enterprise_fen FROM applications"
        " WHERE id = $1",
        draft["id"],
    )
    assert [tuple(row) for row in rows] == [(1_000_003, 400_001, 200_000, 400_002)]
