"""Figures that contradict each other, or the firm's record: one of the two must be wrong."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from models.rules.eligibility.compiled import ordered
from models.rules.eligibility.condition_words import declared_in_words
from models.rules.eligibility.facts import FactValue, FactValues
from models.rules.firm_size import STANDARD, Size, firm_size
from models.rules.places.sectors import find_sector
from models.rules.reasons import Reason, Text
from models.rules.terms.conditions import Consistency, Fact, Lifetime, SizeBound
from models.rules.terms.programme import TrackTerms
from models.rules.wording import (
    day_in_words,
    money_in_words,
    number_in_words,
)

CONTRADICTS = "contradicts"
_LIFETIMES: dict[Lifetime, Text] = {
    "months": Text("个月", "full months"),
    "years": Text("年", "full years"),
}

_LARGER: dict[SizeBound, tuple[Size, ...]] = {"sme": ("large",), "small": ("medium", "large")}
_SIZE_WORDS: dict[Size, Text] = {
    "micro": Text("微型", "micro"),
    "small": Text("小型", "small"),
    "medium": Text("中型", "medium-sized"),
    "large": Text("大型", "large"),
}


def contradicting(
    track: TrackTerms, values: FactValues, stated: Collection[str]
) -> tuple[Reason, ...]:
    """Every pair of figures that cannot both be right, under the name of each of the two.

    `stated` are the facts that somebody gave: what is only assumed by default contradicts nobody.
    Fields are `facts.<name>`, the code is `contradicts`.
    """
    return tuple(
        Reason(f"facts.{name}", CONTRADICTS, _words(track, check, values), check.cite)
        for check in track.checks
        if _fails(check, values, stated)
        for name in (check.fact, check.value_fact)
        if name is not None
    )


@dataclass(frozen=True, slots=True)
class FirmFigures:
    """What a firm's record says of its age and size; None where it is not known.

    `sector` is a value of the register's list, `revenue_fen` that of the last year.
    """

    founded_on: date | None = None
    sector: str | None = None
    employees: int | None = None
    revenue_fen: int | None = None


def against_the_record(
    track: TrackTerms, values: FactValues, firm: FirmFigures, today: date, *, own: bool = True
) -> tuple[Reason, ...]:
    """What the firm's own record contradicts: its age, its size; as `contradicts`.

    `own`: the firm itself states it, and mends its record in its own place. Nobody else is told
    what of that is in no public register: how many people it has, and what it earns.
    """
    mend = "请到“我的企业”修改" if own else "请改正清单，企业自己登记过的由企业修改"
    found = (
        () if firm.founded_on is None else _too_long(track, values, firm.founded_on, today, mend)
    )
    return (*found, *_too_large(track, values, firm, mend, own=own))


def full_months(since: date, until: date) -> int:
    """Full calendar months from one day to another; a month is full on the same day of the month."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return max(0, months - (until.day < since.day))


def _fails(check: Consistency, values: FactValues, stated: Collection[str]) -> bool:
    needed = [name for name in (check.fact, check.value_fact, check.when) if name is not None]
    if any(name not in values or name not in stated for name in needed):
        return False
    if check.when is not None and not values[check.when]:
        return False
    left: Any = values[check.fact]
    right: Any = check.value if check.value_fact is None else values[check.value_fact]
    items = right if isinstance(right, tuple) else (right,)
    return not all(ordered(check.op, left, item) for item in items)


def _words(track: TrackTerms, check: Consistency, values: FactValues) -> Text:
    """The rule, then each figure as it was stated, and what to do."""
    names = dict.fromkeys(name for name in (check.when, check.fact, check.value_fact) if name)
    stated = [_stated(track.find_fact(name), values[name]) for name in names]
    zh = "，".join(one.zh for one in stated)
    en = "; ".join(one.en for one in stated)
    return Text(
        f"{check.text.zh}。现在{zh}，互相矛盾，请核对后改正其中一项",
        f"{check.text.en}. Now {en}: they contradict each other, correct one of them",
    )


def _stated(fact: Fact | None, value: FactValue) -> Text:
    if fact is None:
        return Text(str(value), str(value))
    words = declared_in_words(fact, value)
    return Text(f"“{fact.label.zh}”填的是{words.zh}", f"{fact.label.en} is {words.en}")


def _too_long(
    track: TrackTerms, values: FactValues, founded_on: date, today: date, mend: str
) -> Iterator[Reason]:
    months = full_months(founded_on, today)
    for fact in track.stated:
        value = values.get(fact.name)
        if fact.since_founding is None or not isinstance(value, int):
            continue
        most = months if fact.since_founding == "months" else months // 12
        if value > most:
            unit = _LIFETIMES[fact.since_founding]
            text = Text(
                f"“{fact.label.zh}”填的是 {value} {unit.zh}，而企业资料里的成立日期是"
                f"{day_in_words(founded_on)}，至今只满 {most} {unit.zh}，互相矛盾。"
                f"请改正这一项，成立日期有误的{mend}",
                f"{fact.label.en} is {value}, but the firm's record says founded on {founded_on}, "
                f"{most} {unit.en} ago: correct one of them",
            )
            yield Reason(f"facts.{fact.name}", CONTRADICTS, text, fact.cite)


_RECORD: Final = Text("里登记的行业、人数和收入", "its sector, employees and revenue")


def _too_large(
    track: TrackTerms, values: FactValues, firm: FirmFigures, mend: str, *, own: bool
) -> Iterator[Reason]:
    """A yes to being small, by a firm that its own record makes larger."""
    sector = find_sector(firm.sector or "")
    if sector is None or firm.employees is None or firm.revenue_fen is None:
        return
    size = firm_size(sector.code, firm.employees, firm.revenue_fen)
    if size is None:
        return
    record = _RECORD
    if own:
        staff, revenue = number_in_words(firm.employees), money_in_words(firm.revenue_fen)
        record = Text(
            f"里所属行业是{sector.value}、从业人数 {staff} 人、上年营业收入 {revenue.zh}",
            f"{sector.value}, {staff} employees, revenue {revenue.en}",
        )
    for fact in track.stated:
        bound = fact.of_size
        if bound is None or values.get(fact.name) is not True or size not in _LARGER[bound]:
            continue
        text = Text(
            f"“{fact.label.zh}”填的是“是”，而企业资料{record.zh}，"
            f"按{STANDARD}是{_SIZE_WORDS[size].zh}企业，互相矛盾。请改正这一项，企业资料有误的{mend}",
            f"{fact.label.en} is yes, but by the firm's record ({record.en}) it is"
            f" {_SIZE_WORDS[size].en}: correct one of them",
        )
        yield Reason(f"facts.{fact.name}", CONTRADICTS, text, fact.cite)
