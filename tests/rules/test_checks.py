"""Figures that cannot both be right, or are more than the firm's age: said with both, never guessed."""

from dataclasses import replace
from datetime import date

import pytest

from models.rules.eligibility.checks import (
    FirmFigures,
    against_the_record,
    contradicting,
    full_months,
)
from models.rules.eligibility.facts import FactValue
from models.rules.reasons import Text
from models.rules.terms.conditions import Consistency, Fact, Lifetime
from tests.rules.award_terms import award, track

PAID = Fact("paid_fen", Text("已付金额", "Paid"), "money")
FEE = Fact("fee_fen", Text("服务费", "Fee"), "money")
TIERS = Fact("tiers", Text("领过的档", "Tiers paid"), "list")
GROWS = Fact("grows", Text("保持增长", "Grows"), "bool")
MONTHS = Fact("months", Text("运行月数", "Months"), "int", since_founding="months")
WITHIN = Consistency("w", Text("已付不超过服务费", "Paid within the fee"), "paid_fen", "<=")


def fields(check: Consistency, stated: set[str] | None = None, **values: FactValue) -> list[str]:
    found = replace(track(award("none")), facts=(PAID, FEE, TIERS, GROWS), checks=(check,))
    reasons = contradicting(found, values, set(values) if stated is None else stated)
    assert {reason.code for reason in reasons} <= {"contradicts"}
    return [reason.field for reason in reasons]


@pytest.mark.parametrize(("paid", "told"), [(99, 0), (100, 0), (101, 2)])
def test_both_sides_are_told_where_they_disagree(paid: int, told: int) -> None:
    check = replace(WITHIN, value_fact="fee_fen")
    assert fields(check, paid_fen=paid, fee_fen=100) == ["facts.paid_fen", "facts.fee_fen"][:told]


def test_what_nobody_stated_contradicts_nobody() -> None:
    check = replace(WITHIN, value_fact="fee_fen")
    assert fields(check, {"paid_fen"}, paid_fen=101, fee_fen=100) == []
    assert fields(check, paid_fen=101) == []


def test_every_item_of_a_list_is_compared() -> None:
    check = Consistency("t", Text("须超过", "Above"), "paid_fen", ">", value_fact="tiers")
    assert fields(check, paid_fen=51, tiers=(10, 50)) == []
    assert fields(check, paid_fen=50, tiers=(10, 50)) == ["facts.paid_fen", "facts.tiers"]
    assert fields(check, paid_fen=0, tiers=()) == []


@pytest.mark.parametrize(("grows", "told"), [(True, 1), (False, 0)])
def test_a_check_applies_only_when_its_fact_says_so(grows: bool, told: int) -> None:
    check = replace(WITHIN, value=100, when="grows")
    assert len(fields(check, paid_fen=101, grows=grows)) == told
    money = replace(WITHIN, value=100, when="fee_fen")
    assert len(fields(money, paid_fen=101, fee_fen=int(grows))) == told


def test_the_words_name_rule_and_both_values() -> None:
    check = replace(WITHIN, value_fact="fee_fen", cite="三")
    found = replace(track(award("none")), facts=(PAID, FEE), checks=(check,))
    values = {"paid_fen": 1_000_000, "fee_fen": 20_000}
    reason, _ = contradicting(found, values, set(values))
    assert reason.text.zh == (
        "已付不超过服务费。现在“已付金额”填的是 1 万元，“服务费”填的是 200 元，"
        "互相矛盾，请核对后改正其中一项"
    )
    assert reason.cite == "三"


def test_a_yes_stands_in_quotes_between_the_figures() -> None:
    check = replace(WITHIN, value=100, when="grows")
    found = replace(track(award("none")), facts=(PAID, GROWS), checks=(check,))
    values = {"paid_fen": 10_100, "grows": True}
    (reason,) = contradicting(found, values, set(values))
    assert "“保持增长”填的是“是”，“已付金额”填的是 101 元" in reason.text.zh


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (date(2025, 1, 15), date(2026, 1, 14), 11),
        (date(2025, 1, 15), date(2026, 1, 15), 12),
        (date(2025, 1, 31), date(2025, 2, 28), 0),
        (date(2026, 1, 1), date(2025, 1, 1), 0),
    ],
)
def test_months_are_full(since: date, until: date, months: int) -> None:
    assert full_months(since, until) == months


@pytest.mark.parametrize(("unit", "most"), [("months", 26), ("years", 2)])
def test_nothing_has_run_longer_than_the_firm(unit: Lifetime, most: int) -> None:
    found = replace(track(award("none")), facts=(replace(MONTHS, since_founding=unit),))
    firm, today = FirmFigures(date(2024, 1, 10)), date(2026, 3, 20)
    assert against_the_record(found, {"months": most}, firm, today) == ()
    (reason,) = against_the_record(found, {"months": most + 1}, firm, today)
    assert (reason.field, reason.code) == ("facts.months", "contradicts")
    assert "2024年1月10日" in reason.text.zh
    assert "我的企业" in reason.text.zh
    assert against_the_record(found, {"months": 999}, FirmFigures(), today) == ()


SME = Fact("is_sme", Text("属于中小企业", "Is an SME"), "bool", of_size="sme")
SMALL = Fact("is_small", Text("属于小微企业", "Is small"), "bool", of_size="small")


def told_too_large(sector: str, employees: int, revenue_fen: int) -> list[str]:
    found = replace(track(award("none")), facts=(SME, SMALL))
    firm = FirmFigures(None, sector, employees, revenue_fen)
    said = {"is_sme": True, "is_small": True}
    return [one.field for one in against_the_record(found, said, firm, date(2026, 3, 1))]


def test_a_large_firm_is_no_sme_whatever_is_ticked() -> None:
    assert told_too_large("制造业", 1000, 4_000_000 * 10_000) == ["facts.is_sme", "facts.is_small"]
    assert told_too_large("制造业", 999, 4_000_000 * 10_000) == ["facts.is_small"]
    assert told_too_large("制造业", 20, 1_000_000_000) == []
    assert told_too_large("金融业", 9999, 10**13) == [], "the standard does not say"


def test_who_says_no_is_not_contradicted() -> None:
    found = replace(track(award("none")), facts=(SME,))
    firm = FirmFigures(None, "制造业", 5000, 10**13)
    assert against_the_record(found, {"is_sme": False}, firm, date(2026, 3, 1)) == ()
    (reason,) = against_the_record(found, {"is_sme": True}, firm, date(2026, 3, 1))
    assert "大型企业" in reason.text.zh
    assert "工信部联企业〔2011〕300号" in reason.text.zh
    assert "从业人数 5000 人" in reason.text.zh


def test_who_files_for_a_firm_is_not_told_its_figures() -> None:
    found = replace(track(award("none")), facts=(SME,))
    firm = FirmFigures(None, "制造业", 5234, 10**13)
    told = against_the_record(found, {"is_sme": True}, firm, date(2026, 3, 1), own=False)
    (reason,) = told
    assert "大型企业" in reason.text.zh
    assert ("5234" in reason.text.zh + reason.text.en, "亿" in reason.text.zh) == (False, False)
