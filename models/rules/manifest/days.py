"""Days and moments as sheets hold them: cells of days, serial numbers, digits, and written ones."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final

from models.rules.manifest.plain_sheets import CellValue
from models.rules.typed_time import FIRST_YEAR, LAST_YEAR

_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # a serial number has no zone either
_FIRST_SERIAL: Final = (date(FIRST_YEAR, 1, 1) - _EPOCH.date()).days
_LAST_SERIAL: Final = (date(LAST_YEAR, 12, 31) - _EPOCH.date()).days + 1
_SERIAL: Final = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_DIGITS: Final = re.compile(r"((?:19|20|21)[0-9]{2})([0-9]{2})([0-9]{2})")
_CLOCK_IN_WORDS: Final = re.compile(
    r"(?P<half>上午|下午|中午|晚上|凌晨)?\s*(?P<hour>[0-9]{1,2})\s*[时點点:]\s*(?P<minute>[0-9]{1,2})"
    r"(?:\s*[分:]\s*(?:(?P<second>[0-9]{1,2})(?:\.[0-9]+)?\s*秒?)?)?\Z"
)
_ZONED: Final = re.compile(r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})\Z")
_NOON: Final = 12


def moment_text(value: CellValue) -> str:
    """As `read_moment` reads one, in China's time; what is none comes back as it stands."""
    if isinstance(value, datetime):
        return _shown(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(value)
    text = unicodedata.normalize("NFKC", str(value)).strip().lstrip("'")
    if _SERIAL.fullmatch(text):
        return _of_number(float(text))
    if digits := _DIGITS.fullmatch(text):
        return "-".join(digits.groups())
    return _of_words(text)


def day_text(value: CellValue) -> str:
    """The same for a day: a time of midnight is none, and any other stays, to be refused."""
    return re.sub(r"[ T]0{1,2}:00(:00)?\Z", "", moment_text(value))


def _of_number(number: int | float) -> str:
    if _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return _shown(_EPOCH + timedelta(days=float(number)))
    whole = f"{number:.15g}"
    digits = _DIGITS.fullmatch(whole)
    return "-".join(digits.groups()) if digits else whole


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
    if found is None:
        return text
    day = text[: found.start()].rstrip().rstrip("Tt").rstrip()
    hour = int(found["hour"])
    if found["half"] in ("下午", "晚上") and hour < _NOON:
        hour += _NOON
    second = f":{int(found['second']):02d}" if found["second"] else ""
    return f"{day} {hour:02d}:{int(found['minute']):02d}{second}"
