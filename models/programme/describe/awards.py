"""An award in words: how it is worked out, its parameters, its table and its cap."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from models.programme.describe.conditions import option_label
from models.programme.describe.entries import NOTHING, amount, joined
from models.rules.award.kinds import KINDS
from models.rules.money import percent
from models.rules.reasons import Text
from models.rules.terms.programme import Award, AwardKind, AwardRow, Fact, Figure
from models.rules.wording import money_in_words

KIND_WORDS: Mapping[AwardKind, Text] = MappingProxyType(
    {
        "copay": Text("三方分担", "shared by three parties"),
        "share": Text("按比例补助", "a share of the base"),
        "declining": Text("逐年按比例补助", "a share by year of support"),
        "tiers": Text("首次达到各档，一次性奖励", "once for each tier first crossed"),
        "grade": Text("按级别定额", "a fixed amount by grade"),
        "fixed": Text("定额", "a fixed amount"),
        "per_unit": Text("达到起点后按件计", "by the unit, once a minimum is reached"),
        "per_step": Text("每增长一个整档定额", "an amount for every full step"),
        "interest": Text("贷款贴息", "a share of loan interest"),
        "range": Text("限额内由主管部门核定", "set by the authority within limits"),
        "discretionary": Text("由主管部门核定", "set by the authority"),
        "none": Text("不涉及资金", "no money"),
    }
)
FIGURE_WORDS: Mapping[str, Text] = MappingProxyType(
    {
        "government_bp": Text("政府承担", "public part"),
        "platform_bp": Text("平台承担", "platform's part"),
        "enterprise_bp": Text("企业承担", "enterprise's part"),
        "government_cap_fen": Text("政府承担部分最高", "cap of the public part"),
        "rate_bp": Text("补助比例", "rate"),
        "ceiling_bp": Text("比例上限（不超过）", "ceiling of the rate"),
        "cap_fen": Text("最高", "cap"),
        "amount_fen": Text("金额", "amount"),
        "unit_fen": Text("每件金额", "amount a unit"),
        "minimum": Text("起点数量", "minimum number"),
        "step_fen": Text("每满", "step"),
        "minimum_fen": Text("最低", "at least"),
        "maximum_fen": Text("最高", "at most"),
        "day_basis": Text("一年按天数计息", "days of a year"),
        "review_years": Text("复审间隔（年）", "years between reviews"),
        "remind_days": Text("到期前提醒（天）", "reminder before it is due (days)"),
        "summary_month": Text("年度总结截止月份", "month until which the summary is due"),
        "minimum_experts": Text("至少评分专家（人）", "experts at least"),
    }
)
CAP_WORDS = MappingProxyType(
    {
        "application": Text("每笔申请最高", "cap of one application"),
        "year": Text("每家企业每年最高", "cap of a firm and year"),
        "total": Text("每家企业累计最高", "cap of a firm in total"),
    }
)


def figure_label(figure: Figure, award: Award | None = None) -> Text:
    """The label of a parameter; that of the cap depends on what it is counted over."""
    if award is not None and figure.name == "cap_fen":
        return CAP_WORDS[award.cap_per]
    return FIGURE_WORDS.get(figure.name, Text(figure.name, figure.name))


def figure_words(figure: Figure) -> Text:
    return amount(figure.name, figure.value)


def award_words(award: Award, facts: Sequence[Fact]) -> Text:
    """The kind of an award and the facts that it is worked out from."""
    kind = KIND_WORDS[award.kind]
    if award.at_most and award.kind not in ("none", "discretionary"):
        kind = Text(f"{kind.zh}（最高）", f"{kind.en} (at most)")
    terms = [_base(award, facts), *_named(award, facts)]
    return joined([kind, *terms])


def row_label(award: Award, row: AwardRow, facts: Sequence[Fact]) -> Text:
    """The label of a row of the table: a year, an option, or a threshold."""
    rows = KINDS[award.kind].rows
    if rows is None or rows.key == "option":
        fact = next((fact for fact in facts if fact.name == award.by), None)
        return option_label(fact, row.key)
    if rows.key == "year":
        return Text(f"第 {row.key} 年", f"year {row.key}")
    words = money_in_words(int(row.key)) if row.key.isdecimal() else Text(row.key, row.key)
    return Text(f"超过 {words.zh}", f"above {words.en}")


def row_words(award: Award, row: AwardRow) -> Text:
    rows = KINDS[award.kind].rows
    if rows is not None and rows.unit == "bp":
        words = percent(row.figure.value)
        return Text(words, words)
    return money_in_words(row.figure.value)


def _base(award: Award, facts: Sequence[Fact]) -> Text:
    if award.variants:
        by = next((fact for fact in facts if fact.name == award.by), None)
        each = [
            Text(
                f"{option_label(by, one.key).zh}，基数 {_sum(one.base, facts).zh}",
                f"{option_label(by, one.key).en}, base {_sum(one.base, facts).en}",
            )
            for one in award.variants
        ]
        return joined(each)
    if not award.base:
        return NOTHING
    words = _sum(award.base, facts)
    return Text(f"基数：{words.zh}", f"base: {words.en}")


def _sum(names: Sequence[str], facts: Sequence[Fact]) -> Text:
    return joined([_label(name, facts) for name in names], " + ", " + ")


def _named(award: Award, facts: Sequence[Fact]) -> list[Text]:
    """The other facts that take part, each with what it does."""
    roles = (
        (award.over, "增长以此为准", "counted above"),
        (award.past, "以往最高", "highest before"),
        (award.paid, "已奖励的档次", "tiers paid before"),
        (award.rate, "利率", "interest rate"),
        (award.days, "计息天数", "days of interest"),
        (award.received, "上限内已享受", "had before under the cap"),
    )
    return [
        Text(f"{zh}：{_label(name, facts).zh}", f"{en}: {_label(name, facts).en}")
        for name, zh, en in roles
        if name is not None
    ]


def _label(name: str, facts: Sequence[Fact]) -> Text:
    return next((fact.label for fact in facts if fact.name == name), Text(name, name))
