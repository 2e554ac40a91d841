"""Days and moments as sheets hold them: cells of days, serial numbers, digits, and written ones."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final

from models.rules.manifest.loose_days import plainly
from models.rules.manifest.plain_sheets import CellValue
from models.rules.typed_time import FIRST_YEAR, LAST_YEAR

_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # a serial number has no zone either
_FIRST_SERIAL: Final = (date(FIRST_YEAR, 1, 1) - _EPOCH.date()).days
_DAYS_TO_1904: Final = 1462
"""What old spreadsheets of the Macintosh count less."""
_LAST_SERIAL: Final = (date(LAST_YEAR, 12, 31) - _EPOCH.date()).days + 1
_SERIAL: Final = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_DIGITS: Final = re.compile(r"((?:19|20|21)[0-9]{2})([0-9]{2})([0-9]{2})")
_STAMP: Final = re.compile(rf"({_DIGITS.pattern})([0-9]{{2}})([0-9]{{2}})([0-9]{{2}})")
"""A moment as banks print one in their lists: 20260305103000."""
_CLOCK_IN_WORDS: Final = re.compile(
    r"(?P<half>上午|下午|中午|晚上|凌晨)?\s*(?P<hour>[0-9]{1,2})\s*[时點点:]\s*(?P<minute>[0-9]{1,2})"
    r"(?:\s*[分:]\s*(?:(?P<second>[0-9]{1,2})(?:\.[0-9]+)?\s*秒?)?)?"
    r"\s*(?P<english>[AaPp]\.?[Mm]\.?)?\Z"
)
_ZONED: Final = re.compile(r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})\Z")
_NOON: Final = 12
# By the words before it, what a clock of twelve hours may show, and how many hours are to be added.
_HALVES: Final[Mapping[str, tuple[tuple[range, int], ...]]] = MappingProxyType(
    {
        "凌晨": ((range(12), 0), (range(12, 13), -12)),
        "上午": ((range(12), 0),),
        "中午": ((range(11, 13), 0), (range(1, 3), 12)),
        "下午": ((range(12), 12), (range(12, 13), 0)),
        "am": ((range(12), 0), (range(12, 13), -12)),
        "pm": ((range(12), 12), (range(12, 13), 0)),
        "晚上": ((range(5, 12), 12),),
    }
)


def moment_text(value: CellValue, *, from_1904: bool = False) -> str:
    """As `read_moment` reads one, in China's time; what is none comes back as it stands.

    `from_1904`: a serial number counts from that year.
    """
    later = _DAYS_TO_1904 if from_1904 else 0
    if isinstance(value, datetime):
        return _shown(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(value, later)
    text = plainly(unicodedata.normalize("NFKC", str(value)).strip().lstrip("'"))
    if _SERIAL.fullmatch(text):
        return _of_number(float(text), later)
    return _of_digits(text) or _of_words(text)


def day_text(value: CellValue, *, from_1904: bool = False) -> str:
    """The same for a day: a time of midnight is none, and any other stays, to be refused."""
    return re.sub(r"[ T]0{1,2}:00(:00)?\Z", "", moment_text(value, from_1904=from_1904))


def _of_number(number: int | float, later: int) -> str:
    if _FIRST_SERIAL <= number + later <= _LAST_SERIAL:
        return _shown(_EPOCH + timedelta(days=float(number) + later))
    whole = f"{number:.15g}"
    return _of_digits(whole) or whole


def _of_digits(text: str) -> str | None:
    if stamp := _STAMP.fullmatch(text):
        _, year, month, day, *clock = stamp.groups()
        return f"{year}-{month}-{day} {':'.join(clock)}"
    digits = _DIGITS.fullmatch(text)
    return "-".join(digits.groups()) if digits else None


def _shown(at: datetime) -> str:
    """To the second, which a serial number misses by a little; a minute without seconds is one."""
    at = (at + timedelta(milliseconds=500)).replace(microsecond=0, tzinfo=None)
    if at.time() == time():
        return at.date().isoformat()
    return at.strftime("%Y-%m-%d %H:%M:%S" if at.second else "%Y-%m-%d %H:%M")


def _of_words(text: str) -> str:
    """`2026年3月5日 下午2点05分` as a clock shows it; T for the blank where no zone is given."""
    if _ZONED.search(text) and "T" in text.upper():
        return text
    found = _CLOCK_IN_WORDS.search(text)
    hour = None if found is None else _hour(_half(found), int(found["hour"]))
    if found is None or hour is None:
        return text
    day = text[: found.start()].rstrip().rstrip("Tt").rstrip()
    day = _of_digits(day) or day
    second = f":{int(found['second']):02d}" if found["second"] else ""
    return f"{day} {hour:02d}:{int(found['minute']):02d}{second}"


def _half(clock: re.Match[str]) -> str | None:
    english = clock["english"]
    return clock["half"] if english is None else english.replace(".", "").lower()


def _hour(half: str | None, hour: int) -> int | None:
    """Of a day's twenty-four; None where nobody can tell which is meant: 上午12点, 晚上1点."""
    if half is None or hour > _NOON:
        return hour
    return next((hour + more for hours, more in _HALVES[half] if hour in hours), None)
