"""Days and instants as people type them: read in one place, within the years that can be meant."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta

from models.rules.line.order_key import CHINA, Moment
from models.rules.reasons import Text

FIRST_YEAR, LAST_YEAR = 1901, 2100
LAST_SECOND = (23, 59, 59)

_DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})"
    r"|\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号])",
    re.ASCII,
)
_INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
_AT_A_CLOCK = re.compile(r"(.+?)(?: +|(?<=[日号]))(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)


class OutOfYears(ValueError):
    """A day that is one, but before 1901 or after 2100."""


def out_of_years(label: Text, given: object) -> Text:
    """Why such a day or instant is refused, under this label."""
    return Text(
        f"{label.zh}填的是“{given}”，须在 {FIRST_YEAR} 年至 {LAST_YEAR} 年之间，请核对年份",
        f"{label.en}: {given} does not lie between {FIRST_YEAR} and {LAST_YEAR}; check the year",
    )


def in_years(at: date) -> bool:
    """Whether a day, or an instant by its day in China, lies between 1901 and 2100."""
    if isinstance(at, datetime) and at.tzinfo is not None:
        try:
            at = at.astimezone(CHINA)
        except OverflowError:
            return False
    return FIRST_YEAR <= at.year <= LAST_YEAR


def read_day(text: str) -> date:
    """`2026-11-01`, `2026/11/1`, `2026.11.1`, `2026年11月1日`, also in full width.

    Raises OutOfYears, ValueError.
    """
    found = _DAY.fullmatch(_folded(text))
    if found is None:
        raise ValueError(f"no day: {text[:40]!r}")
    year, month, day = (int(part) for part in found.groups() if part is not None)
    read = date(year, month, day)
    if not in_years(read):
        raise OutOfYears(text[:40])
    return read


def read_moment(text: str) -> Moment:
    """An RFC 3339 instant, in UTC; or a bare day, which counts as its last second.

    A day with a time as a voucher prints it (`2026-11-01 10:30`) is China's; a minute counts, as a
    day does, as its last second.

    Raises OutOfYears, ValueError.
    """
    folded = _folded(text)
    found = _INSTANT.fullmatch(folded)
    if found is None:
        return _read_in_china(folded)
    try:
        at = datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3].upper()}")
        read = at.astimezone(UTC)
    except OverflowError:
        raise OutOfYears(text[:40]) from None
    if not in_years(read):
        raise OutOfYears(text[:40])
    return Moment(read)


def _read_in_china(folded: str) -> Moment:
    found = _AT_A_CLOCK.fullmatch(folded)
    if found is None:
        return Moment(end_of_day(read_day(folded)), "day")
    day, hour, minute, second = found.groups()
    clock = time(int(hour), int(minute), LAST_SECOND[2] if second is None else int(second))
    return Moment(datetime.combine(read_day(day), clock, CHINA).astimezone(UTC))


def end_of_day(day: date) -> datetime:
    """Its last whole second in China, which a bare day counts as (quota.md, Instants)."""
    return datetime(day.year, day.month, day.day, *LAST_SECOND, tzinfo=CHINA).astimezone(UTC)


def is_over(end: datetime, now: datetime) -> bool:
    """Whether `end` has passed. The last second of a day counts whole: a day ends at midnight."""
    local = end.astimezone(CHINA)
    if (local.hour, local.minute, local.second) == LAST_SECOND:
        return whole_second(now) > whole_second(end)
    return now > end


def whole_second(at: datetime) -> datetime:
    """The second that an instant lies in; ends are compared with it, so that theirs counts whole."""
    return at.replace(microsecond=0)


def last_second(end: datetime) -> datetime:
    """An end as a person writes it: midnight is the end of the day before, not a second of the next."""
    local = end.astimezone(CHINA)
    midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    return whole_second(end) - timedelta(seconds=1) if midnight else whole_second(end)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
