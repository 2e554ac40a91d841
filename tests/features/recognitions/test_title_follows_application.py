"""A title and the application behind it stay together: given up, asked for twice, given back."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.rules.reasons import Text
from models.rules.terms.recognition import RecognitionTerms
from server.features.platforms.seed import seed_platforms
from tests.features.recognitions.duties import RE_REVIEW, SUMMARY, asked, handed_in, move_to
from tests.features.recognitions.path import (
    Round,
    entry_of,
    inbox,
    pass_stage,
    publish_round,
    titled,
)
from tests.world.application import MovableClock, World, demo_definition
from tests.world.apply import drafted
from tests.world.cities import publish_definition
from tests.world.client import Person
from tests.world.review_steps import approved, decide
from tests.world.shipped import demo_platforms

REJECT = {"verdict": "reject", "comment": "近三年服务企业数量不足"}
UPHELD = {"verdict": "upheld", "comment": "核实属实"}


@pytest.fixture(autouse=True)
def _clock(clock: MovableClock) -> None:
    """Titles are granted by moving it."""


async def test_who_holds_a_title_does_not_withdraw_its_application(world: World) -> None:
    held = await publish_round(world, "kept-1")
    owner, application, entry = await titled(world, held)
    path = f"/applications/{application['id']}/withdraw"
    problem = (await owner.post(path, {})).refused(409, "not_withdrawable")
    assert "认定" in problem["detail"]
    assert await entry_of(world, held, application) == entry
    authority = await world.new_staff("authority", edition_code=held.code)
    why = {"reason": "企业自愿放弃", "announcement": "应企业申请，撤销其称号。"}
    (await authority.post(f"/recognitions/{entry['id']}/withdraw", why)).ok()
    (await owner.post(path, {})).ok()


async def test_one_summary_and_one_re_review_at_a_time(world: World) -> None:
    held = await publish_round(world, "kept-2")
    owner, application, _ = await titled(world, held)
    first = await handed_in(owner, held, application, SUMMARY)
    problem = (await asked(owner, held, application, SUMMARY)).refused(409, "not_due")
    assert first["number"] in problem["errors"][0]["message"]
    (await owner.post(f"/applications/{first['id']}/withdraw", {})).ok()
    (await asked(owner, held, application, SUMMARY)).ok(201)


async def test_of_two_drafts_in_two_rounds_one_is_handed_in(world: World) -> None:
    held = await publish_round(world, "kept-3")
    owner, application, _ = await titled(world, held)
    other = await publish_round(world, "kept-3-other", held.definition.edition.year)
    drafts = [await _draft(owner, round_, application, SUMMARY) for round_ in (held, other)]
    (await owner.post(f"/applications/{drafts[0]['id']}/submit")).ok()
    (await owner.post(f"/applications/{drafts[1]['id']}/submit")).refused(409, "not_due")


async def test_an_appeal_that_is_upheld_gives_the_title_back(world: World) -> None:
    held = await publish_round(world, "kept-4")
    owner, application, entry = await titled(world, held)
    due_on = date.fromisoformat(entry["review_due_on"])
    move_to(world, due_on)
    later = await publish_round(world, "kept-4-later", due_on.year)
    owner = await world.sme(owner.name)
    papers = await handed_in(owner, later, application, RE_REVIEW)
    await pass_stage(world, later, papers, "preliminary", "district")
    authority = await world.new_staff("authority", edition_code=later.code)
    (await decide(authority, papers, "approve", REJECT)).ok()
    assert await browsed(world, held) == []
    appeal = (await owner.post(f"/applications/{papers['id']}/appeal", {"reason": "有误"})).ok(201)
    (await authority.post(f"/appeals/{appeal['id']}/decide", UPHELD)).ok()
    back = await entry_of(world, held, application)
    assert (back["state"], back["withdrawn"]) == ("valid", None)
    assert len(await browsed(world, held)) == 1
    draft = await asked_again(owner, later, application)
    draft.refused(409, "already_applied")
    await pass_stage(world, later, papers, "approve", "authority")
    confirmed = await entry_of(world, held, application)
    assert confirmed["review_due_on"] == due_on.replace(year=due_on.year + 3).isoformat()
    assert "recognition.confirmed" in [item["event"] for item in await inbox(owner)]


async def test_an_appeal_does_not_bring_a_second_summary_back(world: World) -> None:
    held = await publish_round(world, "kept-6")
    owner, application, _ = await titled(world, held)
    first = await handed_in(owner, held, application, SUMMARY)
    authority = await world.new_staff("authority", edition_code=held.code)
    (await decide(authority, first, "approve", REJECT)).ok()
    appeal = (await owner.post(f"/applications/{first['id']}/appeal", {"reason": "有误"})).ok(201)
    second = await handed_in(owner, held, application, SUMMARY)
    path = f"/appeals/{appeal['id']}/decide"
    (await authority.post(path, UPHELD)).refused(409, "not_due")
    (await owner.post(f"/applications/{second['id']}/withdraw", {})).ok()
    (await authority.post(path, UPHELD)).ok()
    await pass_stage(world, held, first, "approve", "authority")


async def test_a_client_that_loses_its_title_leaves_its_supplier_alone(world: World) -> None:
    definition = demo_definition()
    terms = RecognitionTerms(Text("示范应用企业", "Model user"), "year")
    tracks = tuple(
        replace(track, recognition=terms) if track.code == "copay" else track
        for track in definition.tracks
    )
    edition = replace(definition.edition, code="sh-shuangtui-kept-5")
    made = replace(definition, edition=edition, tracks=tracks)
    code = await publish_definition(world, made)
    async with world.as_owner():
        await seed_platforms(
            demo_platforms(), code, keyring=world.ports.keyring, clock=world.ports.clock
        )
    application = await (await world.sme()).submitted(code)
    await approved(world, application)
    before = await browsed(world, Round(made))
    (row,) = await world.fetch(
        "SELECT id, platform_id FROM recognitions WHERE application_id = $1::text::uuid",
        application["id"],
    )
    assert row["platform_id"] is None
    why = {"reason": "弄虚作假", "announcement": "撤销其称号。"}
    authority = await world.staff("authority")
    (await authority.post(f"/recognitions/{row['id']}/withdraw", why)).ok()
    assert [it["id"] for it in await browsed(world, Round(made))] == [it["id"] for it in before]


async def _draft(
    owner: Person, held: Round, application: dict[str, Any], track: str
) -> dict[str, Any]:
    firm = application["enterprise"]["id"]
    return await drafted(owner, held.definition, track, enterprise_id=firm)


async def asked_again(owner: Person, held: Round, application: dict[str, Any]) -> Any:
    firm = application["enterprise"]["id"]
    body = {"edition": held.code, "track": "accreditation", "enterprise_id": firm}
    return await owner.post("/applications", body)


async def browsed(world: World, held: Round) -> list[dict[str, Any]]:
    world.ports.rendered.forget()
    return list((await world.anyone.get(f"/programmes/{held.code}/platforms")).ok()["items"])
