"""Whose turn it is and what a page says of it, at every turn of an application's life."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any, get_args

import pytest

from models.rules.acts import Act
from models.rules.code_words import ACT_WORDS, NEXT_WORDS
from models.rules.lifecycle import STATUSES
from models.rules.next_step import NextAct, NextStep, Situation, next_step
from models.rules.next_words import next_words

CLOSES, DUE = date(2026, 12, 31), date(2026, 12, 10)
DRAFT = Situation(status="draft", stage=None, window="open", closes_on=CLOSES)
AUDIT = replace(DRAFT, status="in_review", stage="audit", step_role="auditor", step_due_on=DUE)
PAYOUT = replace(DRAFT, status="approved", stage="payout")

TURNS: tuple[tuple[Situation, NextStep, str], ...] = (
    (
        DRAFT,
        NextStep("submit", "enterprise", CLOSES),
        "材料已齐，请核对内容后提交，最迟 2026年12月31日",
    ),
    (
        replace(DRAFT, missing=2),
        NextStep("complete", "enterprise", CLOSES),
        "还缺 2 种材料，请补齐后提交，最迟 2026年12月31日",
    ),
    (replace(DRAFT, window="upcoming"), NextStep("wait_opening"), "还没有开始申报，可以先填写"),
    (replace(DRAFT, window="closed"), NextStep("too_late"), "申报已截止，这份草稿不能再提交"),
    (
        replace(DRAFT, barred=True),
        NextStep("barred"),
        "企业有失信记录，解除以前不能提交；原因见核对结果",
    ),
    (
        replace(DRAFT, status="returned", correct_by=DUE, barred=True),
        NextStep("barred"),
        "企业有失信记录，解除以前不能提交；原因见核对结果",
    ),
    (
        replace(DRAFT, status="returned", stage="audit", correct_by=DUE),
        NextStep("correct", "enterprise", DUE),
        "已退回补正，请按要求改好后再次提交，最迟 2026年12月10日，逾期失效",
    ),
    (
        replace(AUDIT, to_confirm=True, confirm_by=DUE),
        NextStep("confirm", "enterprise", DUE),
        "平台替您提交了这份申请，请核对后确认或否认，最迟 2026年12月10日，逾期失效",
    ),
    (
        AUDIT,
        NextStep("audit", "auditor", DUE),
        "第三方机构正在审核，最迟 2026年12月10日 办结，您暂时不用操作",
    ),
    (
        replace(AUDIT, step_role=None),
        NextStep("wait_funds"),
        "审核已通过，正在等额度，轮到时自动锁定，您暂时不用操作",
    ),
    (
        replace(AUDIT, stage="publicity", step_role="authority", notice_ends_on=DUE),
        NextStep("publicity", "authority", DUE),
        "正在公示，2026年12月10日 结束，您暂时不用操作",
    ),
    (
        replace(AUDIT, stage="publicity", step_role="authority"),
        NextStep("publicity", "authority"),
        "等主管部门发布公示，您暂时不用操作",
    ),
    (
        replace(PAYOUT, unpaid_to="enterprise"),
        NextStep("name_account", "enterprise"),
        "审批已通过，请填好收款账户，核实后才能拨付",
    ),
    (
        replace(PAYOUT, unpaid_to="platform"),
        NextStep("name_account", "platform"),
        "审批已通过，等平台企业填好收款账户，您暂时不用操作",
    ),
    (
        replace(PAYOUT, status="payable", unpaid_to="enterprise"),
        NextStep("name_account", "enterprise"),
        "审批已通过，请填好收款账户，核实后才能拨付",
    ),
    (
        replace(PAYOUT, awaits_lock=True),
        NextStep("wait_funds"),
        "审核已通过，正在等额度，轮到时自动锁定，您暂时不用操作",
    ),
    (replace(PAYOUT, stage=None), NextStep("none"), "审核通过，已经办结"),
    (
        replace(PAYOUT, status="payable"),
        NextStep("pay", "authority"),
        "审批已通过，等财政拨付，您暂时不用操作",
    ),
    (replace(PAYOUT, status="paid"), NextStep("none"), "补贴已拨付，全部办完"),
    (
        replace(DRAFT, status="rejected", may_appeal=True),
        NextStep("appeal", "enterprise"),
        "未获通过；有异议可以申诉",
    ),
    (
        replace(DRAFT, status="lapsed", may_appeal=True),
        NextStep("appeal", "enterprise"),
        "已逾期失效；有异议可以申诉",
    ),
    (
        replace(DRAFT, status="rejected", appeal_open=True),
        NextStep("decide_appeal", "authority"),
        "已申诉，等主管部门答复，您暂时不用操作",
    ),
    (replace(DRAFT, status="rejected"), NextStep("none"), "未获通过，已经办结"),
)


@pytest.mark.parametrize(("now", "step", "text"), TURNS)
def test_an_owner_reads_whose_turn_it_is_with_the_day(
    now: Situation, step: NextStep, text: str
) -> None:
    found = next_step(now)
    assert found == step
    yours = step.who == "enterprise"
    said = next_words(found, now.status, yours=yours, applicant=True, missing=now.missing)
    assert said.zh == text
    assert said.en


def test_every_turn_can_be_said_to_everybody() -> None:
    """Whatever comes together, nobody is told half a sentence, or of a day without the day."""
    values: dict[str, tuple[Any, ...]] = {
        "status": STATUSES,
        "stage": ("endorse", "publicity", "payout", None),
        "window": ("upcoming", "open", "closed"),
        "missing": (0, 3),
        "to_confirm": (False, True),
        "barred": (False, True),
        "step_role": ("platform", None),
        "awaits_lock": (False, True),
        "unpaid_to": ("enterprise", "platform", None),
        "may_appeal": (False, True),
        "appeal_open": (False, True),
    }
    days = dict.fromkeys(("confirm_by", "correct_by", "step_due_on", "notice_ends_on"), DUE)
    told = set()
    for chosen in product(*values.values()):
        now = replace(DRAFT, **dict(zip(values, chosen, strict=True)), **days)
        step = next_step(now)
        told.add((step, now.status, now.missing))
    for (step, status, missing), yours, applies in product(told, (False, True), (False, True)):
        said = next_words(step, status, yours=yours, applicant=applies, missing=missing)
        assert said.zh.strip("，；。 ") == said.zh
        assert not {"{", "}"} & {*said.zh, *said.en}
        assert len(said.zh) <= 60
        assert step.by is None or f"{step.by.day}日" in said.zh
        assert step.by is None or step.by.isoformat() in said.en


def test_each_act_and_each_next_step_has_its_words() -> None:
    assert ACT_WORDS.keys() == set(get_args(Act))
    assert NEXT_WORDS.keys() == set(get_args(NextAct))
