"""Reads a cell by its column: one reader a kind, each as a careful clerk would."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from models.rules.eligibility.facts import FactRefused, read_fact
from models.rules.eligibility.options import option_of
from models.rules.manifest import amounts, days
from models.rules.manifest import cell_words as say
from models.rules.manifest.columns import Column, Kind
from models.rules.manifest.plain_sheets import CellValue
from models.rules.manifest.plain_text import said, text_of, written
from models.rules.manifest.refused import CellRefused
from models.rules.moments import read_moments
from models.rules.places.forms import folded
from models.rules.places.own import OwnPlaces
from models.rules.places.record import PlaceReading
from models.rules.reasons import Text
from models.rules.terms.programme import Fact
from models.rules.typed_time import OutOfYears, out_of_years, read_day
from models.rules.uscc import check_uscc, normalise_uscc

_MOBILE: Final = re.compile(r"(?:\+?0{0,2}86)?(1[3-9][0-9]{9})")
_LIST_SIGNS: Final = re.compile(r"[;；、,，|\n\r]+")
_FILE_SIGNS: Final = re.compile(r"[;；|\n\r]+")
_YES: Final = frozenset(
    [
        "是",
        "对",
        "有",
        "真",
        "是的",
        "符合",
        "属于",
        "√",
        "✓",
        "✔",
        "☑",
        "✅",
        "y",
        "yes",
        "true",
        "1",
        "t",
    ]
)
_NO: Final = frozenset(
    [
        "否",
        "不",
        "不是",
        "错",
        "无",
        "没有",
        "假",
        "非",
        "不符合",
        "不属于",
        "×",
        "✗",
        "✘",
        "❌",
        "x",
        "n",
        "no",
        "false",
        "0",
        "f",
    ]
)
_PERCENT: Final = re.compile(r"([0-9]+(?:\.[0-9]{1,2})?)%")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column where it stands: `letter` of the sheet, `factor` yuan to one of its unit.

    `from_1904`: numbers of days count from that year.
    """

    column: Column
    index: int
    letter: str
    factor: int = 1
    from_1904: bool = False


def read_cell(heading: Heading, value: CellValue, own: OwnPlaces) -> object:
    """The value in one form, as JSON has it: text, number, yes or no, a list. Raises CellRefused.

    Money in fen, rates in basis points, days and moments as `read_day` and `read_moment` take them,
    places and options by their value; a district as it is written, for the row to tell which it is.
    """
    return _READERS[heading.column.kind](heading, value, own)


def _uscc(heading: Heading, value: CellValue, _own: OwnPlaces) -> str:
    code = normalise_uscc(text_of(heading.column.label, heading.letter, value))
    found = check_uscc(code)
    if found is not None:
        # Only the firm itself can say that its licence has a code with a slip in it.
        text = say.CHECKSUM if found.code == "checksum" else found.text
        raise CellRefused(found.code, text)
    return code


def _line(heading: Heading, value: CellValue, _own: OwnPlaces) -> str:
    column = heading.column
    text = text_of(column.label, heading.letter, value)
    if len(text) > column.most:
        raise CellRefused("too_long", say.too_long(column, len(text)))
    return text


def _phone(heading: Heading, value: CellValue, own: OwnPlaces) -> str:
    folded_text = unicodedata.normalize("NFKC", _line(heading, value, own))
    found = _MOBILE.fullmatch(re.sub(r"[\s()（）.-]", "", folded_text))
    if found is None:
        raise CellRefused("format", say.no_mobile(heading.column.label))
    return f"+86{found[1]}"


def _plan(heading: Heading, value: CellValue, own: OwnPlaces) -> str:
    wanted, column = _line(heading, value, own), heading.column
    named = [
        str(option.value)
        for option in column.options
        if wanted == option.value or folded(wanted) == folded(option.label.zh)
    ]
    if len(named) == 1:
        return named[0]
    if named:
        raise CellRefused("ambiguous", say.several_plans(wanted, named))
    raise CellRefused("not_an_option", say.no_plan(column, wanted))


def _city(heading: Heading, value: CellValue, own: OwnPlaces) -> str:
    column, reading = heading.column, PlaceReading(own)
    return _of_place(reading, reading.city(column.name, column.label, _line(heading, value, own)))


def _sector(heading: Heading, value: CellValue, own: OwnPlaces) -> str:
    column, reading = heading.column, PlaceReading(own)
    return _of_place(reading, reading.sector(column.name, column.label, _line(heading, value, own)))


def _of_place(reading: PlaceReading, found: str) -> str:
    for problem in reading.problems:
        raise CellRefused(problem.code, problem.text)
    return found


def _day(heading: Heading, value: CellValue, _own: OwnPlaces) -> str:
    label = heading.column.label
    text = days.day_text(_without_error(label, value), from_1904=heading.from_1904)
    try:
        return read_day(text).isoformat()
    except OutOfYears:
        raise CellRefused("out_of_range", out_of_years(label, said(text))) from None
    except ValueError:
        raise CellRefused("format", say.no_day(label, said(text))) from None


def _moment_text(heading: Heading, value: CellValue, _own: OwnPlaces) -> str:
    given = _without_error(heading.column.label, value)
    return days.moment_text(given, from_1904=heading.from_1904)


def _moment(heading: Heading, value: CellValue, own: OwnPlaces) -> str:
    text = _moment_text(heading, value, own)
    _, problems = read_moments({heading.column.field: said(text)})
    if problems:
        raise CellRefused(problems[0].code, problems[0].text)
    return text


def _money(heading: Heading, value: CellValue, _own: OwnPlaces) -> int:
    label = heading.column.label
    return amounts.read_fen(label, _number(label, value), heading.factor)


def _count(heading: Heading, value: CellValue, _own: OwnPlaces) -> int:
    label = heading.column.label
    return amounts.read_count(label, _number(label, value))


def _yes_no(heading: Heading, value: CellValue, _own: OwnPlaces) -> bool:
    label = heading.column.label
    if isinstance(value, bool):
        return value
    text = unicodedata.normalize("NFKC", str(_number(label, value))).strip().lower()
    text = text.removesuffix(".0")
    if text in _YES or text in _NO:
        return text in _YES
    raise CellRefused("format", say.neither(label, said(value)))


def _files(heading: Heading, value: CellValue, own: OwnPlaces) -> list[str]:
    text = value if isinstance(value, str) else _line(heading, value, own)
    parts = [written(heading.column.label, part) for part in _FILE_SIGNS.split(text)]
    return list(dict.fromkeys(part for part in parts if part))


def _fact(heading: Heading, value: CellValue, own: OwnPlaces) -> object:
    """Typed by the fact's own reading, which says what it does not take."""
    fact = heading.column.fact
    if fact is None:
        raise LookupError(heading.column.name)
    raw = _BY_TYPE.get(fact.type, _line)(heading, value, own)
    if fact.options:
        raw = _chosen(fact, raw)
    try:
        read_fact(fact, raw)
    except FactRefused as refused:
        raise CellRefused(refused.code, refused.text) from None
    return raw


def _chosen(fact: Fact, raw: object) -> object:
    if isinstance(raw, list):
        return [_chosen(fact, one) for one in raw]
    if not isinstance(raw, str):
        return raw
    meant = option_of(fact, raw)
    if meant is None and raw.isascii() and raw.isdigit():
        meant = option_of(fact, int(raw))
    return raw if meant is None else meant


def _list(heading: Heading, value: CellValue, own: OwnPlaces) -> list[str]:
    text = value if isinstance(value, str) else _line(heading, value, own)
    parts = [written(heading.column.label, part) for part in _LIST_SIGNS.split(text)]
    return [part for part in parts if part]


def _ratio(heading: Heading, value: CellValue, _own: OwnPlaces) -> int:
    """Basis points. A bare number up to 1 may be a share of a cell in percent: it is asked again."""
    label = heading.column.label
    given = _number(label, value)
    text = unicodedata.normalize("NFKC", str(given)).replace(" ", "")
    found = _PERCENT.fullmatch(text if text.endswith("%") else f"{text.removesuffix('.0')}%")
    if found is None or (not text.endswith("%") and 0 < float(found[1]) <= 1):
        raise CellRefused("format", say.no_percent(label, said(given)))
    return int(amounts.exact(float(found[1])) * 100)


def _number(label: Text, value: CellValue) -> str | int | float:
    """What a column of numbers holds; a day there is what a sheet made of one."""
    if isinstance(value, str):
        return written(label, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise CellRefused("format", say.no_number(label, said(value)))


def _without_error(label: Text, value: CellValue) -> CellValue:
    return written(label, value) if isinstance(value, str) else value


_Reader = Callable[[Heading, CellValue, OwnPlaces], object]
_READERS: Final[Mapping[Kind, _Reader]] = MappingProxyType(
    {
        "uscc": _uscc,
        "line": _line,
        "phone": _phone,
        "plan": _plan,
        "district": _line,
        "city": _city,
        "sector": _sector,
        "day": _day,
        "moment": _moment,
        "money": _money,
        "count": _count,
        "yes_no": _yes_no,
        "files": _files,
        "fact": _fact,
    }
)
_BY_TYPE: Final[Mapping[str, _Reader]] = MappingProxyType(
    {
        "int": _count,
        "money": _money,
        "ratio": _ratio,
        "bool": _yes_no,
        "list": _list,
        "date": _day,
        "instant": _moment_text,
    }
)
