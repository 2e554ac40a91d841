"""Consents count once, whoever tells of them first, and pushes are taken once."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
import pytest_asyncio

from storage.postgres.consent_ledger import hold_person, note_accepted, note_opt_out, note_sent
from storage.postgres.core.transaction import transaction
from tests.features.messages.conftest import Told, until

RETURNED = "application.returned"


@pytest_asyncio.fixture
async def pushed(told: Told, worker: None) -> AsyncIterator[Told]:
    """WeChat pushes to our server, encrypted, while the worker works."""
    settings, sandbox = told.world.settings, told.world.sandbox
    target = {
        "url": f"{told.world.url}/wechat/push",
        "token": settings.wechat_push_token,
        "aes_key": settings.wechat_push_aes_key,
        "mode": "safe",
        "format": "json",
    }
    await sandbox.control("push/target", **target)
    yield told
    await sandbox.control("push/target", url=None)


def template(told: Told, name: str = "result") -> str:
    return told.world.ports.catalogue.templates[name].id


async def balance(told: Told, name: str = "result") -> int:
    items = (await told.person.get("/subscriptions")).ok()["items"]
    return int(next(one["balance"] for one in items if one["template_id"] == template(told, name)))


async def popup(told: Told, event: str, choice: str = "accept") -> None:
    ids = [template(told)]
    await told.world.sandbox.control(
        "popup", name=told.person.name, template_ids=ids, choice=choice, event=event
    )


async def call_back(told: Told, answer: str = "accept") -> None:
    body = {"results": {template(told): answer}}
    (await told.person.post("/subscriptions", body)).ok()


async def pushes(told: Told, most: int = 10) -> list[object]:
    return await told.world.fetch(
        "SELECT 1 FROM push_events WHERE body->>'user_id' = $1 AND processed_at IS NOT NULL"
        " LIMIT $2",
        told.person.user["id"],
        most,
    )


async def processed(told: Told, count: int) -> None:
    async def reached() -> bool:
        return len(await pushes(told)) >= count

    await until(reached, f"{count} pushes worked off")


async def test_each_moment_fits_one_popup(told: Told) -> None:
    shown = (await told.person.get("/subscriptions")).ok()
    items = {one["template_id"]: one for one in shown["items"]}
    assert len(items) == len(shown["items"])
    assert all(one["balance"] == 0 and one["title"] and one["events"] for one in items.values())
    for moment in shown["moments"]:
        asked = moment["template_ids"]
        assert 0 < len(asked) == len(set(asked)) <= 3
        assert len({items[one]["long_term"] for one in asked}) == 1
        assert moment["text"]
    assert {"start", "submit", "confirm", "line", "correct", "approved"} <= {
        one["moment"] for one in shown["moments"]
    }


async def test_a_long_term_consent_is_not_asked_for_again(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = told.world.ports.catalogue
    lasting = msgspec.structs.replace(whole.templates["payment"], type=3)
    moment = msgspec.structs.replace(whole.moments["payee"], templates=("payment",))
    changed = replace(
        whole,
        templates={**whole.templates, "payment": lasting},
        moments={"submit": whole.moments["line"], "payee": moment},
    )
    monkeypatch.setattr(type(told.world.ports), "catalogue", changed)

    async def asked() -> tuple[int, list[list[str]]]:
        shown = (await told.person.get("/subscriptions")).ok()
        (item,) = (one for one in shown["items"] if one["long_term"])
        return item["balance"], [one["template_ids"] for one in shown["moments"]]

    one_time = [template(told, "line"), template(told, "result")]
    assert await asked() == (0, [one_time, [lasting.id]])
    for _ in range(2):
        body = {"results": dict.fromkeys((lasting.id, *one_time), "accept")}
        (await told.person.post("/subscriptions", body)).ok()
    assert await asked() == (1, [one_time, []])


async def test_an_opt_out_that_comes_late_leaves_what_was_given_after_it(
    told: Told, as_worker: None
) -> None:
    """Pushes come in any order; what was sent meanwhile is not given back either."""
    user_id, now = UUID(told.person.user["id"]), told.world.ports.clock.now()
    steps = [("tap 1", -60), ("tap 2", -50), ("tap 3", 5)]
    async with transaction() as tx:
        await hold_person(tx, user_id)
        for ref, seconds in steps:
            at = now + timedelta(minutes=seconds)
            await note_accepted(tx, user_id, template(told), "push", ref, at=at)
        await note_opt_out(tx, user_id, template(told), "off", at=now)
        await note_opt_out(tx, user_id, template(told), "off", at=now)
    assert await balance(told) == 1
    async with transaction() as tx:
        await hold_person(tx, user_id)
        for _ in range(2):
            await note_sent(tx, user_id, template(told), uuid4(), at=now + timedelta(minutes=6))
        await note_opt_out(tx, user_id, template(told), "older", at=now)
    assert await balance(told) == 0


async def test_push_first_then_callback(pushed: Told) -> None:
    await popup(pushed, "before")
    await processed(pushed, 1)
    assert await balance(pushed) == 1
    await call_back(pushed)
    assert await balance(pushed) == 1


async def test_callback_first_then_push(pushed: Told) -> None:
    await popup(pushed, "none")
    await call_back(pushed)
    assert await balance(pushed) == 1
    await popup(pushed, "before")
    await processed(pushed, 1)
    assert await balance(pushed) == 1


async def test_two_taps_are_two_consents_in_any_order(pushed: Told) -> None:
    for _ in range(2):
        await call_back(pushed)
    assert await balance(pushed) == 2
    for _ in range(2):
        await popup(pushed, "before")
    await processed(pushed, 1)
    assert await balance(pushed) == 2


async def test_taps_far_apart_are_never_one(told: Told, as_worker: None) -> None:
    user_id, now = UUID(told.person.user["id"]), told.world.ports.clock.now()
    async with transaction() as tx:
        await hold_person(tx, user_id)
        for days, origin in ((0, "push"), (1, "callback"), (2, "push")):
            at = now - timedelta(days=days)
            await note_accepted(tx, user_id, template(told), origin, f"tap {days}", at=at)  # type: ignore[arg-type]
            await note_accepted(tx, user_id, template(told), origin, f"tap {days}", at=at)  # type: ignore[arg-type]
    assert await balance(told) == 3


@pytest.mark.parametrize("answer", ["reject", "ban", "filter"])
async def test_anything_but_accept_changes_nothing(told: Told, answer: str) -> None:
    await call_back(told)
    await call_back(told, answer)
    assert await balance(told) == 1


@pytest.mark.parametrize("answer", ["acceptWithAudio", "acceptWithAlert", "acceptWithForcePush"])
async def test_every_kind_of_accept_is_one(told: Told, answer: str) -> None:
    await call_back(told, answer)
    assert await balance(told) == 1


async def strange_words(told: Told) -> dict[tuple[str, str], float]:
    """What operators see of words that nobody here knows, by place and word."""
    page = (await told.world.anyone.get("//metrics")).raw.decode()
    found = re.findall(r'shuangtui_wechat_unknown_total{place="(.*)",word="(.*)"} (.*)', page)
    return {(place, word): float(count) for place, word, count in found}


@pytest.mark.parametrize(
    ("more", "seen"),
    [
        ({"result": "acceptWithAudio"}, set()),
        ({"result": "filter"}, set()),
        ({"result": "maybe"}, {("popup callback", "maybe")}),
        ({"result": None}, {("popup callback", "None")}),
        ({"result": {"status": "accept"}}, {("popup callback", "other")}),
        ({"result": "允许"}, {("popup callback", "other")}),
        ({"no-such": "accept"}, {("template of a popup", "no-such")}),
        ({"t" * 200: "accept"}, {("template of a popup", "other")}),
        ({"errMsg": "requestSubscribeMessage:ok", "errno": 0}, set()),
    ],
)
async def test_unknown_words_never_spoil_the_rest(
    told: Told, more: dict[str, Any], seen: set[tuple[str, str]]
) -> None:
    before = await strange_words(told)
    given = {template(told) if name == "result" else name: one for name, one in more.items()}
    results = {template(told, "line"): "accept"} | given
    (await told.person.post("/subscriptions", {"results": results})).ok()
    assert await balance(told, "line") == 1
    after = await strange_words(told)
    assert {one for one in after if after[one] > before.get(one, 0)} == seen


async def test_many_strange_words_are_one_series(told: Told) -> None:
    for number in range(60):
        await call_back(told, f"strange{number}")
    assert len(await strange_words(told)) < 60


async def test_no_answer_at_all_is_refused(told: Told) -> None:
    (await told.person.post("/subscriptions", {"results": {}})).refused(422, "invalid")
    assert await balance(told) == 0


async def test_opting_out_empties_the_ledger(pushed: Told) -> None:
    await call_back(pushed)
    await pushed.world.sandbox.control(
        "opt-out", name=pushed.person.name, template_id=template(pushed)
    )
    await processed(pushed, 1)
    assert await balance(pushed) == 0


async def test_a_repeated_push_is_taken_once_and_names_nobody(pushed: Told) -> None:
    openid = await pushed.world.sandbox.openid(pushed.person.name)
    event = {
        "ToUserName": "gh_0123456789ab",
        "FromUserName": openid,
        "CreateTime": int(pushed.world.ports.clock.now().timestamp()),
        "MsgType": "event",
        "Event": "subscribe_msg_popup_event",
        "List": {
            "TemplateId": template(pushed),
            "SubscribeStatusString": "accept",
            "PopupScene": "0",
        },
    }
    await pushed.world.sandbox.control("push", events=[event], copies=3)
    await processed(pushed, 1)
    assert await balance(pushed) == 1
    assert len(await pushes(pushed)) == 1
    rows = await pushed.world.fetch(
        "SELECT 1 FROM push_events WHERE position($1 IN body::text || dedupe_key) > 0", openid
    )
    assert rows == []


async def test_a_lost_answer_is_settled_by_the_report(pushed: Told) -> None:
    """Delivered, but the answer was cut off: WeChat's own report says so, and nothing is resent."""
    await pushed.accept("result")
    await processed(pushed, 1)
    openid = await pushed.world.sandbox.openid(pushed.person.name)
    await pushed.world.sandbox.fault(
        "/cgi-bin/message/subscribe/send", openid=openid, reset="after"
    )
    await pushed.tell(RETURNED, due_on="2026-12-04", items="发票", reason="请重拍")

    assert await pushed.state(RETURNED, "sent", "failed", "refused") == "sent"
    (delivery,) = await pushed.deliveries()
    (row,) = await pushed.rows(RETURNED)
    assert (row["msgid"], row["attempts"]) == (delivery["msgid"], 1)
    assert await balance(pushed) == 0


async def test_a_withdrawn_phone_number_is_forgotten(pushed: Told) -> None:
    world = pushed.world
    code = (
        await world.sandbox.control(
            "codes", kind="phone", name=pushed.person.name, phone="13800138000"
        )
    )["code"]
    (await pushed.person.post("/session/phone", {"code": code})).ok()
    await world.sandbox.control("revoke", name=pushed.person.name, info="8")
    await processed(pushed, 1)
    (row,) = await world.fetch(
        "SELECT phone_cipher, phone_index, phone_masked FROM users WHERE id = $1",
        UUID(pushed.person.user["id"]),
    )
    assert tuple(row) == (None, None, None)
