"""The catalogue of messages: the shipped file, composing, and files that are refused."""

import copy
import tomllib
from datetime import UTC, date, datetime
from typing import Any

import pytest

from server.edge.wechat.client import WeChat
from server.edge.wechat.errors import TemplateMismatch, WeChatUnavailable
from server.edge.wechat.outcomes import Accepted
from server.edge.wechat.templates import compare_templates
from server.features.messages.catalogue import Catalogue, CatalogueError, read_catalogue
from server.features.messages.events import EVENT_TEXTS
from server.features.messages.formats import Fact, FactMissing
from tests.architecture.sample_facts import sample_facts
from tests.world.sandbox import TEMPLATES, Sandbox

FACTS: dict[str, Fact] = {
    "application_id": "0193f0a2-7c11-7d3e-9a55-0f3b8e6d2c41",
    "application_no": "0193f0a2-7c11-7d3e-9a55-0f3b8e6d2c41",
    "programme": "上海市中小企业数字化赋能双推平台服务费补贴项目",
    "at": datetime(2026, 11, 20, 18, 5, tzinfo=UTC),
    "due_on": date(2026, 12, 4),
    "amount_fen": 400_000,
    "paid_on": date(2026, 11, 21),
    "since_on": date(2026, 11, 21),
    "payee": "上海示例食品科技发展股份有限公司闵行分公司",
    "state": "候补中",
    "progress": "候补第12位，前面有人退出会前移",
}


async def test_every_message_goes_through(
    sandbox: Sandbox, wechat: WeChat, catalogue: Catalogue
) -> None:
    openid = await sandbox.openid("wang")
    for event in catalogue.messages:
        await sandbox.accept("wang", *catalogue.template_ids())
        message = catalogue.compose(event, {**sample_facts(event), **FACTS})
        result = await wechat.send_subscribe_message(
            openid=openid, template_id=message.template_id, data=message.data, page=message.page
        )
        assert isinstance(result, Accepted), event
    sent = await sandbox.deliveries("wang")
    assert len(sent) == len(catalogue.messages)
    assert sent[0]["data"] == {
        "thing1": "上海市中小企业数字化赋能双推平台服务费…",
        "phrase2": "需要补正",
        "date3": "2026年11月21日 02:05",
        "thing4": "请在2026年12月4日前补正",
        "character_string5": "0193F0A27C117D3E9A550F3B8E6D2C41",
    }
    paid = sent[list(catalogue.messages).index("application.paid")]
    assert paid["data"]["amount2"] == "¥4000.00"
    assert paid["page"] == f"pages/application/detail?id={FACTS['application_id']}"


def test_every_template_is_asked_for_at_some_moment(catalogue: Catalogue) -> None:
    asked = {name for moment in catalogue.moments.values() for name in moment.templates}
    assert asked == set(catalogue.templates)
    assert list(catalogue.moments)[:2] == ["start", "submit"]


def test_every_event_that_names_a_template_has_its_message(catalogue: Catalogue) -> None:
    named = {event: text.template for event, text in EVENT_TEXTS.items() if text.template}
    assert {event: message.template for event, message in catalogue.messages.items()} == named


@pytest.mark.parametrize(
    ("name", "value"), [("due_on", None), ("due_on", 5), ("at", "now"), ("programme", date.min)]
)
def test_a_missing_fact_is_named(catalogue: Catalogue, name: str, value: Any) -> None:
    facts = {key: fact for key, fact in FACTS.items() if key != name}
    if value is not None:
        facts[name] = value
    with pytest.raises(FactMissing) as caught:
        catalogue.compose("application.returned", facts)
    assert caught.value.name == name


async def test_the_account_has_what_is_configured(wechat: WeChat, catalogue: Catalogue) -> None:
    live = await wechat.list_templates()
    compare_templates(catalogue.keys_by_id(), live)
    template_id, *_ = catalogue.template_ids()
    wrong = {template_id: ("thing1", "phrase9"), "x" * 43: ("thing1",)}
    with pytest.raises(TemplateMismatch) as caught:
        compare_templates(wrong, live)
    assert len(caught.value.problems) == 6
    assert f"{template_id}: phrase9 is not in the template" in caught.value.problems


async def test_templates_of_a_silent_wechat(sandbox: Sandbox, wechat: WeChat) -> None:
    path = "/wxaapi/newtmpl/gettemplate"
    await sandbox.fault(path, status=503, times=2)
    assert len(await wechat.list_templates()) == 3
    await sandbox.fault(path, errcode=-1, times=None)
    with pytest.raises(WeChatUnavailable):
        await wechat.list_templates()
    assert await sandbox.calls(path) == 6


def shipped() -> dict[str, Any]:
    return copy.deepcopy(tomllib.loads(TEMPLATES.read_text("utf-8")))


def broken(*path: str, value: Any) -> dict[str, Any]:
    parsed = shipped()
    place = parsed
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return parsed


MOVED = ("message", "application.moved")


@pytest.mark.parametrize(
    ("parsed", "said"),
    [
        (broken("template", "line", "id", value="short"), "id"),
        (broken("template", "line", value=shipped()["template"]["result"]), "an id stands twice"),
        (broken("template", "line", "type", value=4), "type"),
        (broken("template", "line", "colour", value="red"), "colour"),
        (broken("template", "line", value=None), "line is not a template here"),
        (broken("moment", "submit", "templates", value=["result"] * 4), "moment"),
        (broken("moment", "submit", "templates", value=["result"] * 2), "one stands twice"),
        (broken("moment", "submit", "templates", value=[]), "moment"),
        (broken("moment", "submit", "templates", value=["nothing"]), "nothing is not a template"),
        (broken("template", "line", "type", value=3), "one-time and long-term"),
        (
            broken("moment", value={"payee": shipped()["moment"]["payee"]}),
            "template.line: no moment asks for it",
        ),
        (broken(*MOVED, "page", value="/pages/a"), "slash"),
        (broken(*MOVED, "data", "phrase2", value=None), "phrase2 is not filled"),
        (broken(*MOVED, "data", "phrase9", value="x"), "phrase9 is not in it"),
        (broken(*MOVED, "data", "thing1", value="{a:euro}"), "format euro does not exist"),
    ],
)
def test_a_broken_file_is_refused_with_its_fault(parsed: dict[str, Any], said: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(parsed)
    assert any(said in problem for problem in caught.value.problems), caught.value.problems
