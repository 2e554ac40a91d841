"""What happens to an application is told in the inbox and, with consent, by WeChat."""

import tomllib
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from config.files import WECHAT
from server.features.messages.events import EVENT_TEXTS, EventText
from server.features.messages.formats import Fact, placeholders
from server.features.messages.texts import inbox_text
from tests.features.messages.conftest import Told, until

RETURNED = "application.returned"
FACTS = {"due_on": date(2026, 12, 4), "items": "发票看不清", "reason": "请重拍"}


async def test_a_submission_is_told_in_the_inbox_only(told: Told, worker: None) -> None:
    rows = await until(lambda: told.rows("application.submitted"), "told of the submission")

    assert [row["message_state"] for row in rows] == ["none"]
    assert told.application["number"] in rows[0]["body"]
    assert await told.deliveries() == []


async def test_a_return_reaches_inbox_and_phone(told: Told, worker: None) -> None:
    await told.accept("result")
    await told.tell(RETURNED, **FACTS)

    assert await told.state(RETURNED, "sent") == "sent"
    (delivery,) = await told.deliveries()
    assert delivery["data"]["phrase2"] == "需要补正"
    assert delivery["data"]["thing4"] == "请在2026年12月4日前补正"
    assert delivery["page"].endswith(told.application["id"])
    (row,) = await told.rows(RETURNED)
    assert row["msgid"] == delivery["msgid"]
    for words in ("发票看不清", "请重拍", "2026年12月4日", told.application["number"]):
        assert words in row["body"]


async def test_without_consent_the_inbox_holds_it(told: Told, worker: None) -> None:
    await told.tell(RETURNED, **FACTS)

    assert await told.state(RETURNED, "none", "sent", "refused") == "none"
    assert await told.deliveries() == []
    assert [one["event"] for one in await told.inbox() if one["event"] == RETURNED] == [RETURNED]


async def test_one_consent_is_one_message(told: Told, worker: None) -> None:
    await told.accept("result")
    await told.tell(RETURNED, **FACTS)
    await told.state(RETURNED, "sent")
    await told.tell("application.rejected", reason="不符合条件")

    assert await told.state("application.rejected", "none", "sent", "refused") == "none"
    assert len(await told.deliveries()) == 1


async def test_the_same_happening_is_told_once(told: Told) -> None:
    await told.tell(RETURNED, key="returned:1", **FACTS)
    await told.tell(RETURNED, key="returned:1", **FACTS)
    await told.tell(RETURNED, key="returned:2", **FACTS)

    assert len(await told.rows(RETURNED)) == 2


async def test_every_member_is_told_and_nobody_who_left(told: Told) -> None:
    other, gone = await told.world.sme(), await told.world.sme()
    enterprise_id = told.application["enterprise"]["id"]
    for person in (other, gone):
        path = f"/enterprises/{enterprise_id}/invitations"
        token = (await told.person.post(path, {})).ok(201)["token"]
        (await person.post("/invitations/accept", {"token": token})).ok()
    await _leave(told, UUID(gone.user["id"]))
    await told.tell(RETURNED, **FACTS)

    async def events(person: object) -> list[str]:
        return [one["event"] for one in (await person.get("/notifications")).ok()["items"]]  # type: ignore[attr-defined]

    assert RETURNED in await events(other)
    assert RETURNED not in await events(gone)


async def _leave(told: Told, user_id: UUID) -> None:
    await told.world.fetch(
        "UPDATE enterprise_members SET left_at = now() WHERE user_id = $1", user_id
    )


async def test_an_unknown_event_is_a_mistake(told: Told) -> None:
    with pytest.raises(KeyError):
        await told.tell("application.invented")


def test_the_page_of_events_agrees_with_the_message_file() -> None:
    messages = tomllib.loads(WECHAT.read_text("utf-8"))["message"]
    here = {event: one.template for event, one in EVENT_TEXTS.items() if one.template is not None}
    assert here == {event: message["template"] for event, message in messages.items()}


def test_a_line_without_its_facts_is_left_out() -> None:
    facts = {"application_no": "SH1", "programme": "双推"}
    _, short = inbox_text(EVENT_TEXTS["application.rejected"], facts)
    _, whole = inbox_text(EVENT_TEXTS["application.rejected"], facts | {"reason": "不符合条件"})
    assert "原因" not in short
    assert "原因：不符合条件" in whole
    assert "{" not in short + whole


def test_days_are_named_so_that_they_are_read_back_as_days() -> None:
    """Facts wait as JSON until the inbox is written; a day by another name stays as it was sent."""
    for name, told in EVENT_TEXTS.items():
        shown = [it for line in told.lines for it in placeholders(line.zh) + placeholders(line.en)]
        days = {fact for fact, shape in shown if shape in ("date", "day")}
        assert {fact for fact in days if not fact.endswith("_on")} == set(), name


def test_english_lines_hold_no_chinese_of_their_own() -> None:
    """A day is a fact that is worded; names of programmes and reasons stay as they were given."""
    for told in EVENT_TEXTS.values():
        text = inbox_text(told, _facts_of(told), english=True)
        assert all(ord(sign) < 0x2E80 for sign in "".join(text)), text
        assert text[1].count("\n") == len(told.lines) - 1
    lapsing = EVENT_TEXTS["application.lapsed"]
    _, lapsed = inbox_text(lapsing, _facts_of(lapsing), english=True)
    assert "It was due on 27 November 2026." in lapsed


def _facts_of(told: EventText) -> dict[str, Fact]:
    """Every fact that its English lines take, of the type that they take it in."""
    at = datetime(2026, 11, 27, 9, tzinfo=UTC)
    kinds: dict[str, Fact] = {"day": date(2026, 11, 27), "moment": at, "yuan": 5}
    named = [one for line in told.lines for one in placeholders(line.en)]
    return {name: kinds.get(kind, "X") for name, kind in named}


def test_a_name_with_quotes_stands_within_quotes() -> None:
    facts = {"application_no": "SH1", "programme": "产业电商“双推”工程"}
    _, body = inbox_text(EVENT_TEXTS["application.submitted"], facts)
    assert "“产业电商‘双推’工程”的申请" in body
