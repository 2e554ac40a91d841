"""Checks of when an application was signed and paid, and of how much: clock, period, own part.

The same for what a firm states and for what a reviewer or the authority corrects.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, Protocol

from models.rules.line.order_key import CHINA, Moment
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import EditionTerms
from models.rules.typed_time import OutOfYears, end_of_day, out_of_years, read_moment, whole_second
from models.rules.wording import moment_in_words, money_in_words

NAMES = ("signed_at", "paid_at")

LABELS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "signed_at": Text("签约时间", "time of signing"),
        "paid_at": Text("交费时间", "time of payment"),
    }
)


class Dated(Protocol):
    """A row with both moments; `*_precision` is `instant` or `day`."""

    @property
    def signed_at(self) -> datetime | None: ...
    @property
    def signed_precision(self) -> str: ...
    @property
    def paid_at(self) -> datetime | None: ...
    @property
    def paid_precision(self) -> str: ...


def read_moments(
    given: Mapping[str, str | None], prefix: str = ""
) -> tuple[dict[str, Moment], list[Reason]]:
    """Those that are given, by name, and what the calendar does not have (`format`).

    An instant as it is, a bare day as the end of that day in China (quota.md, Instants). `prefix`
    stands before the names of fields.
    """
    moments: dict[str, Moment] = {}
    problems: list[Reason] = []
    for name, text in given.items():
        if text is None:
            continue
        try:
            moments[name] = read_moment(text)
        except OutOfYears:
            far_off = out_of_years(label(name), text)
            problems.append(Reason(f"{prefix}{name}", "out_of_range", far_off))
        except ValueError:
            problems.append(Reason(f"{prefix}{name}", "format", _no_time(name, text)))
    return moments, problems


def moments_of(row: Dated) -> dict[str, Moment]:
    """Those that are known, by name."""
    signed = (row.signed_at, row.signed_precision)
    pairs = zip(NAMES, (signed, (row.paid_at, row.paid_precision)), strict=True)
    return {
        name: Moment(at, "day" if precision == "day" else "instant")
        for name, (at, precision) in pairs
        if at is not None
    }


def keep_bare_days(given: Mapping[str, Moment], held: Mapping[str, Moment]) -> dict[str, Moment]:
    """A day that comes back as the instant it was shown as is still only a day."""
    return {name: _kept(moment, held.get(name)) for name, moment in given.items()}


def moment_columns(moments: Mapping[str, Moment | None]) -> dict[str, datetime | str | None]:
    """The moments under the names of their columns: `signed_at` with `signed_precision`."""
    columns: dict[str, datetime | str | None] = {}
    for name, moment in moments.items():
        columns[name] = moment.at if moment else None
        columns[f"{name.removesuffix('_at')}_precision"] = moment.precision if moment else "instant"
    return columns


def in_future(moments: Mapping[str, Moment], now: datetime) -> list[Reason]:
    """Reasons (`in_future`) by field for those later than now.

    A bare day is the end of that day, which on the day itself still lies ahead.
    """
    return [
        Reason(field, "in_future", _ahead(field, moment))
        for field, moment in moments.items()
        if moment.at
        > (end_of_day(now.astimezone(CHINA).date()) if moment.precision == "day" else now)
    ]


def outside_period(moments: Mapping[str, Moment], edition: EditionTerms) -> list[Reason]:
    """Reasons (`outside_period`) by field, with the clause that sets the implementation period."""
    cite = next((one.cite for one in edition.sources if one.name == "period_from"), None)
    return [
        Reason(field, "outside_period", _outside(field, moment, edition), cite)
        for field, moment in moments.items()
        if not edition.period_from <= whole_second(moment.at) <= edition.period_to
    ]


def whole_days(moments: Mapping[str, Moment], *, in_line: bool, editable: bool) -> list[Reason]:
    """What a bare day means (`whole_day`), by field, as in `whole_day`."""
    return [
        Reason(field, "whole_day", whole_day(label(field), in_line, editable))
        for field, moment in moments.items()
        if moment.precision == "day"
    ]


def whole_day(label: Text, in_line: bool, editable: bool = True) -> Text:
    """The note on a day without a time under this label.

    `in_line`: it decides a place in a line. `editable`: whoever reads it may still add the time.
    """
    if not in_line:
        return Text(
            f"{label.zh}：这一天没有写时刻，按当天最后一秒计算，不用再改",
            f"The {label.en} has no time of day; it counts as the last second of that day",
        )
    if not editable:
        return Text(
            f"{label.zh}：这一天没有写时刻，按当天最后一秒排队，不用再改",
            f"The {label.en} has no time of day; the place in the line is that of the last second of"
            " that day",
        )
    return Text(
        f"{label.zh}：这一天没有写时刻，按当天最后一秒排队。凭证上有时刻的，请在申报内容中补上，"
        "排位可能提前",
        f"The {label.en} has no time of day; the place in the line is that of the last second of that"
        " day. Give the time where the paper shows one: it may move you forward",
    )


def own_part_unpaid(field: str, paid_fen: int | None, own_fen: int | None) -> list[Reason]:
    """A reason (`too_little`) where less was paid than the firm's own part of the fee, in fen."""
    if paid_fen is None or own_fen is None or paid_fen >= own_fen:
        return []
    paid, own = money_in_words(paid_fen), money_in_words(own_fen)
    text = Text(
        f"已付金额 {paid.zh}，少于企业应承担的 {own.zh}；付足后请更新已付金额和支付凭据",
        f"{paid.en} has been paid, less than the firm's own part of {own.en}",
    )
    return [Reason(field, "too_little", text)]


def label(field: str) -> Text:
    """What people call a moment, whatever stands before its name."""
    return LABELS[field.rpartition(".")[2]]


def _no_time(name: str, given: str) -> Text:
    named = label(name)
    return Text(
        f"{named.zh}填的是“{given}”，认不出是哪一天、哪个时刻。请填日期，或日期加时间，"
        "例如 2026-03-01、2026-03-01 10:30",
        f"{named.en}: there is no such day or time as {given}; give a day, or a day with its time,"
        " such as 2026-03-01 10:30 in China",
    )


def _ahead(field: str, moment: Moment) -> Text:
    named, given = label(field), moment_in_words(moment.at)
    return Text(
        f"{named.zh}不能晚于现在，填的是 {given.zh}",
        f"{named.en} lies in the future: {given.en}",
    )


def _outside(field: str, moment: Moment, edition: EditionTerms) -> Text:
    named, given = label(field), moment_in_words(moment.at)
    first, last = moment_in_words(edition.period_from), moment_in_words(edition.period_to)
    return Text(
        f"{named.zh}须在 {first.zh}至 {last.zh}之间，填的是 {given.zh}",
        f"{named.en} must lie between {first.en} and {last.en}, not at {given.en}",
    )


def _kept(given: Moment, held: Moment | None) -> Moment:
    same_day = held is not None and held.precision == "day" and held.at == given.at
    return Moment(given.at, "day") if same_day else given
