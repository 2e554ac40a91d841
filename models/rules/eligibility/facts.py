"""Declared facts: what the applicant sent becomes typed values, or reasons field by field."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from models.rules.eligibility.options import option_of
from models.rules.line.order_key import CHINA
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import EditionDefinition, Fact, FactType
from models.rules.typed_time import FIRST_YEAR, LAST_YEAR, OutOfYears, read_day, read_moment
from models.rules.wording import MOST_LISTED, listed_in_words, value_in_words

FactValue = int | bool | str | date | datetime | tuple[int | str, ...]
FactValues = Mapping[str, FactValue]

MAX_INT = 10**12
MAX_FEN = 10**15
MAX_TEXT = 200
MAX_SAID = 10**16
"""A larger number is not said back."""


@dataclass(frozen=True, slots=True)
class FactReading:
    """Typed values (defaults filled in) and every problem found; `values` holds only good ones."""

    values: FactValues
    problems: tuple[Reason, ...]


class FactRefused(Exception):
    """A value that cannot be taken: a stable code, and the reason in words."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(code)
        self.code = code
        self.text = text


def read_facts(
    declared: Sequence[Fact], given: Mapping[str, object], retired: Collection[str] = ()
) -> FactReading:
    """Reads cleaned JSON values against their declarations; null counts as not given.

    `retired` names were asked once: whoever still gives one is not refused, and it is not read.

    Problems carry `facts.<name>` and one of the codes unknown_field, wrong_type, out_of_range,
    not_an_option. A fact that is not given takes its default, or stays out of `values`.
    """
    values: dict[str, FactValue] = {}
    problems: list[Reason] = []
    known = {fact.name for fact in declared}
    for name in given:
        if name not in known and name not in retired:
            text = Text(
                f"这个申报事项没有“{name}”这一项，请删去",
                f"This track has no fact named {name}; leave it out",
            )
            problems.append(Reason(f"facts.{name}", "unknown_field", text))
    for fact in declared:
        raw = fact.default if given.get(fact.name) is None else given[fact.name]
        if raw is None:
            continue
        try:
            values[fact.name] = read_fact(fact, raw)
        except FactRefused as refused:
            problems.append(Reason(f"facts.{fact.name}", refused.code, refused.text, fact.cite))
    return FactReading(MappingProxyType(values), tuple(problems))


def read_fact(fact: Fact, raw: object) -> FactValue:
    """One value by its declared type. Raises FactRefused with code and text; see read_facts."""
    return _READERS[fact.type](fact, raw)


def check_region_class(definition: EditionDefinition, region_class: str | None) -> Reason | None:
    """Why a region class cannot be taken; absent is always allowed (the main threshold)."""
    known = [region.code for region in definition.region_classes]
    if region_class is None or region_class in known:
        return None
    if not known:
        text = Text(
            "这一申报年度不分地区类别，地区类别请留空",
            "This edition has no region classes; leave it out",
        )
        return Reason("region_class", "not_an_option", text)
    listed = listed_in_words([region.label for region in definition.region_classes])
    text = Text(
        f"没有“{region_class}”这一地区类别，请选：{listed.zh}",
        f"No region class {region_class}; choose {listed.en}",
    )
    return Reason("region_class", "not_an_option", text)


def _integer(fact: Fact, raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise _wrong_type(fact, raw, "整数", "an integer")
    least = 0 if fact.minimum is None else fact.minimum
    most = _DEFAULT_MAXIMUM[fact.type] if fact.maximum is None else fact.maximum
    if raw < least:
        limit = value_in_words(fact, least)
        raise _out_of_range(fact, raw, f"不能小于 {limit.zh}", f"at least {limit.en}")
    if raw > most:
        limit = value_in_words(fact, most)
        raise _out_of_range(fact, raw, f"不能大于 {limit.zh}", f"at most {limit.en}")
    return raw


def _out_of_range(fact: Fact, raw: int, zh: str, en: str) -> FactRefused:
    if abs(raw) > MAX_SAID:
        return FactRefused("out_of_range", Text(f"{fact.label.zh}{zh}", f"{fact.label.en}: {en}"))
    given = value_in_words(fact, raw)
    text = Text(f"{fact.label.zh}填的是 {given.zh}，{zh}", f"{fact.label.en} is {given.en}; {en}")
    return FactRefused("out_of_range", text)


def _boolean(fact: Fact, raw: object) -> bool:
    if not isinstance(raw, bool):
        raise _wrong_type(fact, raw, "“是”或“否”（true 或 false），不能写成文字", "true or false")
    return raw


def _text(fact: Fact, raw: object) -> str:
    if not isinstance(raw, str):
        raise _wrong_type(fact, raw, "文字", "text")
    most = MAX_TEXT if fact.maximum is None else fact.maximum
    least = 1 if fact.minimum is None else fact.minimum
    if not least <= len(raw) <= most:
        raise FactRefused(
            "out_of_range",
            Text(
                f"{fact.label.zh}填了 {len(raw)} 个字，须为 {least} 至 {most} 个字",
                f"{fact.label.en}: {least} to {most} characters, not {len(raw)}",
            ),
        )
    return raw


def _choice(fact: Fact, raw: object) -> int | str:
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        raise _wrong_type(fact, raw, "一个选项", "one of the options")
    chosen = option_of(fact, raw)
    if chosen is None:
        raise FactRefused("not_an_option", _options(fact, raw))
    return chosen


def _options(fact: Fact, raw: object) -> Text:
    """Which there are; of many only the way to them."""
    given = str(raw) if len(str(raw)) <= MAX_TEXT else "…"
    labels = [option.label for option in fact.options]
    if len(labels) > MOST_LISTED:
        return Text(
            f"{fact.label.zh}填的是“{given}”，请从列表中选择，例如“{labels[0].zh}”",
            f"{fact.label.en}: choose from the list, for instance {labels[0].en}; not {given}",
        )
    return Text(
        f"{fact.label.zh}填的是“{given}”，只能选：{'、'.join(label.zh for label in labels)}",
        f"{fact.label.en}: one of {', '.join(str(option.value) for option in fact.options)};"
        f" not {given}",
    )


def _list(fact: Fact, raw: object) -> tuple[int | str, ...]:
    if not isinstance(raw, list | tuple):
        raise _wrong_type(fact, raw, "若干选项的列表", "a list of options")
    chosen = tuple(_choice(fact, item) for item in raw)
    if len(set(chosen)) != len(chosen):
        raise _wrong_type(fact, None, "不重复的选项", "options without repeats")
    return chosen


def _date(fact: Fact, raw: object) -> date:
    try:
        if isinstance(raw, str):
            return read_day(raw)
    except OutOfYears:
        raise _out_of_years(fact) from None
    except ValueError:
        pass
    raise _wrong_type(fact, raw, "日期，例如 2026-03-01", "a date such as 2026-03-01")


def _instant(fact: Fact, raw: object) -> datetime:
    """A bare day is its last second."""
    try:
        if isinstance(raw, str):
            return read_moment(raw).at.astimezone(CHINA)
    except OutOfYears:
        raise _out_of_years(fact) from None
    except ValueError:
        pass
    raise _wrong_type(
        fact,
        raw,
        "日期，或日期加时间，例如 2026-03-01、2026-03-01 10:30",
        "a date, or a date with a time in China such as 2026-03-01 10:30",
    )


def _out_of_years(fact: Fact) -> FactRefused:
    return FactRefused(
        "out_of_range",
        Text(
            f"{fact.label.zh}的年份须在 {FIRST_YEAR} 年至 {LAST_YEAR} 年之间",
            f"{fact.label.en}: a year between {FIRST_YEAR} and {LAST_YEAR}",
        ),
    )


def _wrong_type(fact: Fact, raw: object, zh: str, en: str) -> FactRefused:
    """With what was given, where that can be said in a few signs."""
    label, given = fact.label, str(raw)
    if raw is None or isinstance(raw, list | dict) or not 0 < len(given) <= MAX_TEXT:
        return FactRefused("wrong_type", Text(f"{label.zh}须为{zh}", f"{label.en}: {en}"))
    text = Text(f"{label.zh}填的是“{given}”，须为{zh}", f"{label.en}: {en}, not {given}")
    return FactRefused("wrong_type", text)


_DEFAULT_MAXIMUM: Mapping[FactType, int] = MappingProxyType(
    {"int": MAX_INT, "money": MAX_FEN, "ratio": 10_000}
)
_READERS: Mapping[FactType, Callable[[Fact, object], FactValue]] = MappingProxyType(
    {
        "int": _integer,
        "money": _integer,
        "ratio": _integer,
        "bool": _boolean,
        "text": _text,
        "choice": _choice,
        "list": _list,
        "date": _date,
        "instant": _instant,
    }
)
