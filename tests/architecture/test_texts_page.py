"""Every refusal and message is on docs/texts.md, names what it is about and says what to do now."""

import re
from typing import Final

import pytest

from server.features.messages.events import EVENT_TEXTS
from tests.architecture.refusal_texts import refusals
from tests.architecture.texts_page import PAGE, fields, page, problems, told

HALF_WIDTH: Final = re.compile(r"[一-鿿”’》）][,;:?!(]|[,;:?!)][一-鿿“‘《（]")
PROGRAMMERS: Final = re.compile(
    r"赛道|本期|数据库|批次|If-Match|Idempotency|JSON|UTF-8|multipart|Expect|参数|字段|非法"
)
NEXT_STEP: Final = re.compile(
    r"请|可以|可到|联系|等待|稍后|不需要|不用|无需|须|只能|最多|至少|应为|不能(?:超过|小于|大于|早于|晚于|比)|不得|‹(?:words|zh|text|asks|out_of_years|what|anew|…)›"
)
ONWARD: Final = re.compile(r"请|可以|可在|可到|可向|都可|不用|无需|继续|现在就能|会提醒|照常")
SUBJECT: Final = re.compile(
    r"‹(?:label|named|text|asks|zh|…)›|“‹|申请|申报|企业|公司|平台|清单|材料|文件|账号|密码|口令|代码"
    r"|名额|额度|资金|金额|评分|入选|公示|异议|拨付|明细|认定|名单|补正|条款|意见|时间|日期|期限|复核"
    r"|总结|例外|编号|条件|位置|内容|上传|种类|类别|方式|版本|环节|企业名称|角色|户名|压缩包|“"
    r"|邮箱|电话|验证码|免打扰"
)


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == page(), "docs/texts.md is stale: run `make texts`, commit it"


def test_every_text_is_punctuated_in_full_width() -> None:
    assert [text for text in told(refusals()) if HALF_WIDTH.search(text)] == []


def test_no_text_speaks_as_programmers_do() -> None:
    assert [text for text in told(refusals()) if PROGRAMMERS.search(text)] == []


def test_every_problem_says_what_to_do_now() -> None:
    assert [one for one in problems(refusals()) if not NEXT_STEP.search(one.text)] == []


def test_every_message_of_the_inbox_leads_on() -> None:
    led = {event: "".join(line.zh for line in text.lines) for event, text in EVENT_TEXTS.items()}
    assert [event for event, words in led.items() if not ONWARD.search(words)] == []


def test_every_reason_says_what_is_wanted() -> None:
    assert [one for one in fields(refusals()) if not NEXT_STEP.search(one.text)] == []


def test_every_reason_names_what_it_is_about() -> None:
    assert [one for one in fields(refusals()) if not SUBJECT.search(one.text)] == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (HALF_WIDTH, "没有找到,请重新选择"),
        (HALF_WIDTH, "上限(元)以内"),
        (PROGRAMMERS, "该赛道不能作此例外"),
    ],
)
def test_what_the_rules_refuse(rule: re.Pattern[str], text: str) -> None:
    """Negative control."""
    assert rule.search(text)


@pytest.mark.parametrize("text", ["太长", "只能出现一次", "没有这一项", "现在不能撤回"])
def test_what_names_nothing_or_leads_nowhere(text: str) -> None:
    """Negative control."""
    assert not (SUBJECT.search(text) and NEXT_STEP.search(text))


def test_texts_are_followed_to_where_they_are_raised() -> None:
    """Negative control: a constant, a mapping, a function of another module, a parameter."""
    by_code = {(one.code, one.where) for one in refusals()}
    assert ("not_withdrawable", "server/features/applications/why_not.py") in by_code
    assert ("window_closed", "server/features/applications/start.py") in by_code
    assert ("not_an_option", "models/rules/places/refusals.py") in by_code
    assert ("taken", "server/features/reviews/refusals.py") in by_code
