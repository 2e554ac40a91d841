"""Consent to the privacy text: its versions, and that nothing is stored while it is due."""

from dataclasses import replace
from datetime import date

import pytest

from config.files import PRIVACY
from server.errors import Invalid, StartRefused
from server.features.identity.privacy_texts import PrivacyText, PrivacyTexts, read_privacy_texts
from tests.world.accounts import events
from tests.world.application import World
from tests.world.bare import apart
from tests.world.client import firm
from tests.world.servers import Embedded

PRESENT = "2026-12.2"
OLDER = PrivacyText("2025-01", date(2025, 1, 1), "旧的说明", "the old text")
LATER = PrivacyText("2999-01", date(2999, 1, 1), "还没有发布", "not published yet")


async def test_no_phone_and_no_firm_is_stored_while_consent_is_due(bare: World) -> None:
    lin = await bare.newcomer("lin")
    phone = {"code": "sandbox-phone-13812341234"}
    problem = (await lin.post("/session/phone", phone)).refused(403, "consent_required")
    assert "隐私说明" in problem["detail"]
    for path, body in (
        ("/enterprises", firm()),
        ("/invitations/accept", {"token": "x"}),
        ("/enterprises/disputes", {"uscc": firm()["uscc"], "reason": "是我的企业"}),
        ("/subscriptions", {"results": {}}),
    ):
        (await lin.post(path, body)).refused(403, "consent_required")
    assert not await bare.fetch("SELECT 1 FROM enterprises")
    assert (await bare.fetch("SELECT phone_masked FROM users"))[0]["phone_masked"] is None

    (await lin.post("/session/consent", {"text_version": PRESENT})).ok(204)
    assert (await lin.post("/session/phone", phone)).ok() == {"phone": "138****1234"}
    (await lin.post("/enterprises", firm())).ok(201)


async def test_reading_and_leaving_need_no_consent(bare: World) -> None:
    lin = await bare.newcomer("lin")
    for path in ("/session", "/enterprises", "/applications", "/notifications", "/programmes"):
        (await lin.get(path)).ok()
    (await lin.delete("/session")).ok(204)


async def test_consent_on_one_device_counts_on_the_other_at_once(bare: World) -> None:
    phone, tablet = await bare.newcomer("lin"), await bare.newcomer("lin")
    (await tablet.post("/enterprises", firm())).refused(403, "consent_required")
    (await phone.post("/session/consent", {"text_version": PRESENT})).ok(204)
    (await tablet.post("/enterprises", firm())).ok(201)


async def test_consent_is_due_until_the_present_text_is_agreed_to(bare: World) -> None:
    lin = await bare.newcomer("lin")
    assert lin.user["consent_due"] is True
    for _ in range(2):
        (await lin.post("/session/consent", {"text_version": PRESENT})).ok(204)
    assert (await bare.newcomer("lin")).user["consent_due"] is False
    assert await events(bare, lin.id) == ["consent.given"]
    (kept,) = await bare.fetch("SELECT text_version, at FROM consents")
    assert kept["text_version"] == PRESENT
    assert abs((kept["at"] - bare.clock.now()).total_seconds()) < 60


@pytest.mark.parametrize("version", ["2025-01", "1", "2026-1", "2026-11x", "2999-01"])
async def test_a_version_that_was_never_published_is_refused(bare: World, version: str) -> None:
    lin = await bare.newcomer("lin")
    answer = await lin.post("/session/consent", {"text_version": version})
    problem = answer.refused(422, "invalid")
    assert answer.reasons() == {("text_version", "unknown_version")}
    assert PRESENT in problem["errors"][0]["message"]
    shown = await bare.anyone.get(f"/texts/privacy?version={version}")
    shown.refused(422, "invalid")
    assert shown.reasons() == {("version", "unknown_version")}
    assert not await bare.fetch("SELECT 1 FROM consents")


async def test_an_older_version_is_recorded_and_does_not_satisfy(embedded: Embedded) -> None:
    shipped = read_privacy_texts(
        [file.read_text("utf-8") for file in PRIVACY.glob("*.toml")], PRESENT
    )
    texts = PrivacyTexts((OLDER, *shipped.versions, LATER), PRESENT)
    async with apart(embedded, "privacy", ports={"privacy": texts}) as world:
        lin = await world.newcomer("lin")
        (await lin.post("/session/consent", {"text_version": "2025-01"})).ok(204)
        assert (await world.newcomer("lin")).user["consent_due"] is True
        (await lin.post("/enterprises", firm())).refused(403, "consent_required")
        (await lin.post("/session/consent", {"text_version": "2999-01"})).refused(422, "invalid")
        old = (await world.anyone.get("/texts/privacy?version=2025-01")).ok()
        listed = [one["version"] for one in old.pop("versions")]
        assert (listed[0], listed[-1], "2999-01" in listed) == (PRESENT, "2025-01", False)
        assert old == {"version": "2025-01", "text": "旧的说明", "published_on": "2025-01-01"}
        (await lin.post("/session/consent", {"text_version": PRESENT})).ok(204)
        (await lin.post("/enterprises", firm())).ok(201)
        assert await events(world, lin.id) == ["consent.given", "consent.given"]


async def test_the_present_text_is_public_in_both_languages(bare: World) -> None:
    shown = (await bare.anyone.get("/texts/privacy")).ok()
    assert (shown["version"], shown["published_on"]) == (PRESENT, "2026-11-30")
    assert [one["version"] for one in shown["versions"]] == [PRESENT, "2026-12", "2026-11"]
    for word in ("手机号", "加密", "openid", "撤回同意", "保存"):
        assert word in shown["text"]
    named = (await bare.anyone.get(f"/texts/privacy?version={PRESENT}")).ok()
    assert named == shown
    english = {"accept-language": "en"}
    assert "encrypted" in (await bare.anyone.get("/texts/privacy", headers=english)).ok()["text"]


async def test_staff_are_not_asked(world: World) -> None:
    authority = await world.staff("authority")
    user = (await authority.get("/session")).ok()["user"]
    assert user["consent_due"] is False


def test_a_present_text_without_a_file_stops_the_start() -> None:
    with pytest.raises(StartRefused):
        read_privacy_texts([], PRESENT)


def test_a_text_that_is_not_published_yet_is_none() -> None:
    texts = PrivacyTexts((OLDER, LATER), OLDER.version)
    assert texts.find("2025-01", date(2026, 1, 1), "version") == OLDER
    with pytest.raises(Invalid):
        texts.find("2999-01", date(2026, 1, 1), "version")
    assert replace(texts, present="2999-01").find("2999-01", date(2026, 1, 1), "v") == LATER
