"""An edition: window and period, what the notice leaves open, and the pools."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args

from models.programme.reader.provenance import (
    find_given_flag,
    find_given_whole,
    find_given_word,
    read_provenance,
)
from models.programme.reader.table import Choice, Table, note_repeats
from models.rules.line.order_key import CHINA
from models.rules.places.find import find_city, find_district
from models.rules.reasons import Text
from models.rules.terms.programme import (
    CONFIRM_WORKDAYS,
    KEEP_YEARS,
    MOST_KEEP_YEARS,
    EditionTerms,
    LastAward,
    Policy,
    PoolOrder,
    PoolRule,
    RegionClass,
    ValueSource,
)
from models.rules.typed_time import FIRST_YEAR, LAST_SECOND, LAST_YEAR, in_years, last_second
from models.rules.workdays import MAX_WORKDAYS

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_BEGINS, _DAY_ENDS = time(0, 0, 0), time(*LAST_SECOND)
MAX_OFFSET_DAYS = 3660
ORDERS: tuple[PoolOrder, ...] = get_args(PoolOrder)
LAST_AWARDS: tuple[LastAward, ...] = get_args(LastAward)


def read_edition(table: Table, policy: Policy, publishing_day: date) -> EditionTerms:
    """The `edition` table. A demonstration takes its year and its dates from the given day."""
    sources: list[ValueSource] = []
    instants = [
        _read_instant(table, name, end_of_day, publishing_day, sources)
        for name, end_of_day in _INSTANTS
    ]
    demonstration = table.boolean("demonstration", default=False)
    year = _read_year(table, publishing_day if demonstration else None)
    edition = EditionTerms(
        code=f"{policy.code}-{year}",
        programme=policy.code,
        year=year,
        title=_with_year(table.text("title"), year),
        opens_at=instants[0],
        closes_at=instants[1],
        period_from=instants[2],
        period_to=instants[3],
        correction_workdays=_needed(table, "correction_workdays", sources),
        sme_confirms=_flag(table, "sme_confirms", sources, default=True),
        confirm_workdays=_given_or(table, "confirm_workdays", sources, CONFIRM_WORKDAYS),
        demonstration=demonstration,
        budget_fen=_whole(table, "budget_fen", sources),
        settles_on=_find_day(table, "settles_on", publishing_day, sources),
        keep_years=_given_or(table, "keep_years", sources, KEEP_YEARS),
        sources=tuple(sources),
    )
    table.done()
    _check_dates(table, edition)
    for name in ("correction_workdays", "confirm_workdays"):
        if not 1 <= (found := getattr(edition, name)) <= MAX_WORKDAYS:
            table.wrong(name, "1 至 400 个工作日", "1 to 400 days", found=found)
    if not 1 <= edition.keep_years <= MOST_KEEP_YEARS:
        table.wrong("keep_years", "1 至 100 年", "1 to 100 years", found=edition.keep_years)
    return edition


def read_pools(table: Table, edition: EditionTerms) -> tuple[PoolRule, ...]:
    """The pools of an edition; they add up to its budget where it states one."""
    pools = tuple(_read_pool(name, inner) for name, inner in table.named_tables("pools"))
    total = sum(pool.budget_fen or 0 for pool in pools)
    if edition.budget_fen is not None and total != edition.budget_fen:
        table.wrong(
            "pools",
            f"各池预算之和等于总预算 {edition.budget_fen}",
            f"budgets that add up to {edition.budget_fen}",
            found=total,
        )
    return pools


def read_regions(table: Table, area: str) -> tuple[RegionClass, ...]:
    """The region classes under `region_classes`; `area`: the programme's region, such as 重庆市."""
    regions = []
    for inner in table.listed_tables("region_classes"):
        origin = read_provenance(inner)
        regions.append(
            RegionClass(
                code=inner.string("code"),
                label=inner.text("label"),
                districts=inner.strings("districts"),
                cite=origin.cite,
                assumed=origin.assumed,
            )
        )
        _check_districts(inner, regions[-1].districts, area)
        inner.done()
    note_repeats(table, "region_classes", [region.code for region in regions])
    return tuple(regions)


def _check_districts(table: Table, districts: Sequence[str], area: str) -> None:
    """A slip in a name would give nobody the class's thresholds; a zone of the programme is none.

    A region that the divisions do not know has districts that they do not know either.
    """
    city = find_city(area).place
    if city is None:
        return
    for name in districts:
        found = find_district(name, city=city.value)
        place = found.place
        near = [label for label in found.likely if label.startswith(city.label)]
        if near or (place is not None and place.city != city.value):
            table.wrong(
                "districts",
                f"{city.value}的区县，如 {'、'.join(near) or city.value}",
                f"districts of {city.value}, such as {', '.join(near) or city.value}",
                found=name,
            )


def _read_pool(code: str, table: Table) -> PoolRule:
    sources: list[ValueSource] = []
    pool = PoolRule(
        code=code,
        label=table.text("label"),
        budget_fen=_whole(table, "budget_fen", sources),
        places=_whole(table, "places", sources),
        order=_word(table, "order", ORDERS, sources),
        last_award=_word(table, "last_award", LAST_AWARDS, sources),
        last_award_min_fen=_whole(table, "last_award_min_fen", sources) or 0,
        waiting_list=_flag(table, "waiting_list", sources, default=True),
        sources=tuple(sources),
    )
    table.done()
    if pool.budget_fen is None and pool.places is None:
        table.wrong("budget_fen", "budget_fen 或 places", "budget_fen or places")
    return pool


def _read_instant(
    table: Table, name: str, end_of_day: bool, publishing_day: date, sources: list[ValueSource]
) -> datetime:
    """`{ value = <date or instant> }`, or `{ days = N }` from the day of publishing."""
    inner = table.table(name)
    if inner is None:
        return _EPOCH
    origin = read_provenance(inner)
    sources.append(ValueSource(name, origin.cite, origin.assumed, origin.reading))
    value, days = inner.peek("value"), inner.peek("days")
    inner.done()
    if isinstance(days, int) and value is None and abs(days) <= MAX_OFFSET_DAYS:
        value = publishing_day + timedelta(days=days)
    if isinstance(value, datetime) and value.tzinfo is not None and in_years(value):
        return last_second(value) if end_of_day else value
    if isinstance(value, date) and not isinstance(value, datetime) and in_years(value):
        clock = _DAY_ENDS if end_of_day else _DAY_BEGINS
        return datetime.combine(value, clock, tzinfo=CHINA)
    inner.wrong(
        "value",
        f"{FIRST_YEAR} 至 {LAST_YEAR} 年的日期、带时区的时间，或 days = 相对发布日的天数",
        f"a date from {FIRST_YEAR} to {LAST_YEAR}, an instant with offset,"
        " or days = N from the day of publishing",
    )
    return _EPOCH


def _find_day(
    table: Table, name: str, publishing_day: date, sources: list[ValueSource]
) -> date | None:
    """The day in China of the same kind of value; None where the key is absent."""
    if not table.has(name):
        return None
    found = _read_instant(table, name, True, publishing_day, sources)
    return None if found == _EPOCH else found.astimezone(CHINA).date()


def _read_year(table: Table, publishing_day: date | None) -> int:
    """A demonstration's year is the current one; another edition states it."""
    year = table.find_whole("year")
    if publishing_day is not None:
        if year is not None:
            table.wrong("year", "演示年度不写年份", "no year in a demonstration", found=year)
        return publishing_day.year
    if year is None or not 2000 <= year <= 2100:
        table.wrong("year", "2000 至 2100 的年份", "a year from 2000 to 2100")
        return 2000
    return year


def _with_year(text: Text, year: int) -> Text:
    return Text(text.zh.replace("{year}", str(year)), text.en.replace("{year}", str(year)))


def _check_dates(table: Table, edition: EditionTerms) -> None:
    pairs = (
        ("closes_at", edition.opens_at, edition.closes_at),
        ("period_to", edition.period_from, edition.period_to),
    )
    for name, start, end in pairs:
        if _EPOCH not in (start, end) and end <= start:
            begins = start.isoformat()
            table.wrong(name, f"晚于 {begins}", f"later than {begins}", found=end)
    last_on = edition.closes_at.astimezone(CHINA).date()
    settles_on = edition.settles_on
    if settles_on is not None and edition.closes_at != _EPOCH and settles_on < last_on:
        table.wrong(
            "settles_on",
            f"不早于申报截止日 {last_on}",
            f"no day before the window ends on {last_on}",
            found=settles_on,
        )


def _needed(table: Table, name: str, sources: list[ValueSource]) -> int:
    value = _whole(table, name, sources)
    if value is None and not table.has(name):
        table.wrong(name, "{ value = …, assumed = true }", "{ value = …, assumed = true }")
    return 1 if value is None else value


def _given_or(table: Table, name: str, sources: list[ValueSource], usual: int) -> int:
    value = _whole(table, name, sources)
    return usual if value is None else value


def _whole(table: Table, name: str, sources: list[ValueSource]) -> int | None:
    stated = find_given_whole(table, name)
    if stated is None:
        return None
    sources.append(stated[1])
    return stated[0]


def _flag(table: Table, name: str, sources: list[ValueSource], *, default: bool) -> bool:
    stated = find_given_flag(table, name)
    if stated is None:
        return default
    sources.append(stated[1])
    return stated[0]


def _word(
    table: Table, name: str, allowed: tuple[Choice, ...], sources: list[ValueSource]
) -> Choice:
    """One of the allowed words; the first of them where the key is absent."""
    stated = find_given_word(table, name, allowed)
    if stated is None:
        return allowed[0]
    sources.append(stated[1])
    return next(word for word in allowed if word == stated[0])


_INSTANTS = (
    ("opens_at", False),
    ("closes_at", True),
    ("period_from", False),
    ("period_to", True),
)
