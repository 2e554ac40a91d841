"""The subscribe popup as phones answer it: every word, what is filtered, what does not come up."""

from typing import Any

import pytest

from tests.world.sandbox import TEMPLATE, Sandbox

LINE = "sT1-qUeUe-pRoGrEsS_6hD4fR8jK2pV9tG5sB3nM7xW"


async def ask(sandbox: Sandbox, *template_ids: str, **given: Any) -> dict[str, Any]:
    return dict(
        await sandbox.control("popup", name="wang", template_ids=list(template_ids), **given)
    )


async def balance(sandbox: Sandbox, template_id: str) -> int:
    return int((await sandbox.show("person", name="wang"))["consents"][template_id])


@pytest.mark.parametrize(
    ("choice", "word", "consents"),
    [
        ("accept", "accept", 1),
        ("always_accept", "accept", 1),
        ("accept_with_audio", "acceptWithAudio", 1),
        ("accept_with_alert", "acceptWithAlert", 1),
        ("accept_with_force_push", "acceptWithForcePush", 1),
        ("reject", "reject", 0),
        ("always_reject", "reject", 0),
        ("ban", "ban", 0),
    ],
)
async def test_every_word_of_a_phone(
    sandbox: Sandbox, choice: str, word: str, consents: int
) -> None:
    answer = await ask(sandbox, TEMPLATE, choice=choice)
    assert answer == {"errMsg": "requestSubscribeMessage:ok", TEMPLATE: word}
    assert await balance(sandbox, TEMPLATE) == consents


async def test_each_template_has_its_own_answer(sandbox: Sandbox) -> None:
    answer = await ask(sandbox, TEMPLATE, LINE, choices={TEMPLATE: "accept", LINE: "reject"})
    assert (answer[TEMPLATE], answer[LINE]) == ("accept", "reject")
    assert [await balance(sandbox, one) for one in (TEMPLATE, LINE)] == [1, 0]


async def added(sandbox: Sandbox, **changed: Any) -> str:
    """A template beside the configured ones."""
    query = {"access_token": await sandbox.token()}
    body = {"tid": "1", "kidList": [1, 2], "sceneDesc": "通知"} | changed
    _, _, raw = await sandbox.raw("POST", "/wxaapi/newtmpl/addtemplate", params=query, json=body)
    return raw.decode().rpartition(':"')[2][:43]


async def test_of_equal_titles_one_is_shown(sandbox: Sandbox) -> None:
    first, second = await added(sandbox), await added(sandbox)
    answer = await ask(sandbox, first, second, choice="accept")
    assert (answer[first], answer[second]) == ("accept", "filter")
    assert await balance(sandbox, second) == 0


async def test_popups_that_do_not_come_up(sandbox: Sandbox) -> None:
    long_term = await added(sandbox, tid="L7")
    six = [await added(sandbox, tid=str(number)) for number in range(6)]
    assert (await ask(sandbox, *six, choice="accept"))["errCode"] == 20003
    assert (await ask(sandbox, TEMPLATE, long_term, choice="accept"))["errCode"] == 20002
    await sandbox.control("main-switch", name="wang", on=False)
    assert (await ask(sandbox, TEMPLATE, choice="accept"))["errCode"] == 20004
    await sandbox.control("main-switch", name="wang", on=True)
    assert (await ask(sandbox, TEMPLATE, choice="accept"))[TEMPLATE] == "accept"


async def test_a_long_term_consent_is_not_used_up(sandbox: Sandbox) -> None:
    long_term = await added(sandbox, tid="L7")
    await ask(sandbox, long_term, choice="accept")
    query = {"access_token": await sandbox.token()}
    body = {
        "touser": await sandbox.openid("wang"),
        "template_id": long_term,
        "data": {"thing1": {"value": "一"}, "phrase2": {"value": "二"}},
    }
    for _ in range(3):
        _, _, raw = await sandbox.raw(
            "POST", "/cgi-bin/message/subscribe/send", params=query, json=body
        )
        assert b'"errcode":0' in raw
