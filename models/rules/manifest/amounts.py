"""Amounts and counts as clerks write them in cells: yuan or 万元, in any width, with signs between."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Final

from models.rules.manifest.refused import CellRefused
from models.rules.reasons import Text

_UNITS: Final = {
    "": 1,
    "元": 1,
    "圆": 1,
    "yuan": 1,
    "千": 1000,
    "千元": 1000,
    "万": 10_000,
    "万元": 10_000,
    "w": 10_000,
    "百万": 10**6,
    "百万元": 10**6,
    "千万": 10**7,
    "千万元": 10**7,
    "亿": 10**8,
    "亿元": 10**8,
}
_AMOUNT: Final = re.compile(
    r"(?:人民币|rmb|cny|¥)?(?P<sign>[-−+]?)(?P<number>[0-9][0-9,.]*)"
    rf"(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})整?(?:人民币|rmb)?"
)
_BETWEEN_WORDS: Final = re.compile(r"[:,;、/]")
_BEFORE_UNIT: Final = re.compile(r"^(?:单位)?(?:为|是)?(?:人民币|rmb|cny)?")
_OF_MONEY: Final = re.compile(r"元|圆|美金|\$|yuan|usd|hkd|eur")
_PLAIN: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_PARTED: Final = (
    re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"),
    re.compile(r"[0-9]{1,4}(?:,[0-9]{4})+(?:\.[0-9]+)?"),
)
_COUNT: Final = re.compile(
    r"(?P<number>[0-9][0-9,]*)(?:\.0+)?(?:人|名|家|个|项|年|月|个月|次|件|台|套)?"
)
MOST_FEN: Final = 10**14
MOST_COUNT: Final = 10_000_000
_SIGNIFICANT: Final = 15


def exact(number: int | float) -> Decimal:
    """What a sheet shows of its number: fifteen digits, without the noise of binary sums."""
    return Decimal(number) if isinstance(number, int) else Decimal(f"{number:.{_SIGNIFICANT}g}")


def unit_factor(words: str) -> int | None:
    """How many yuan the unit in a header's brackets is: `万元`, `含税,单位:万元`; 1 if none is named.

    None for one that is not known: nobody takes dollars for yuan.
    """
    for part in _BETWEEN_WORDS.split(words):
        unit = _BEFORE_UNIT.sub("", part)
        if unit in _UNITS:
            if unit:
                return _UNITS[unit]
        elif _OF_MONEY.search(unit):
            return None
    return 1


def read_fen(label: Text, given: str | int | float, factor: int = 1) -> int:
    """An amount in fen; `factor`: so many yuan is one of what the column is headed by.

    A unit in the cell comes before that of the column. Raises CellRefused.
    """
    if isinstance(given, int | float):
        return _fen(label, str(given), exact(given) * factor)
    text = unicodedata.normalize("NFKC", given).lower()
    found = _AMOUNT.fullmatch(re.sub(r"[\s']", "", text))
    number = None if found is None else _decimal(found["number"])
    if found is None or number is None:
        raise CellRefused("format", _no_amount(label, given))
    unit = _UNITS[found["unit"]] if found["unit"] else factor
    return _fen(label, given, (-number if found["sign"] in ("-", "−") else number) * unit)


def read_count(label: Text, given: str | int | float, most: int = MOST_COUNT) -> int:
    """A whole number from 0. Raises CellRefused."""
    if isinstance(given, str):
        found = _COUNT.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", given)))
        number = None if found is None else _decimal(found["number"])
    else:
        number = exact(given)
    if number is None or number != number.to_integral_value() or number < 0:
        raise CellRefused("format", _no_count(label, given))
    if number > most:
        raise CellRefused("out_of_range", _too_much(label, given))
    return int(number)


def _decimal(digits: str) -> Decimal | None:
    """Signs between thousands, or between ten thousands, stand where they belong or nowhere."""
    if not (_PLAIN.fullmatch(digits) or any(form.fullmatch(digits) for form in _PARTED)):
        return None
    try:
        return Decimal(digits.replace(",", ""))
    except InvalidOperation:
        return None


def _fen(label: Text, given: str, yuan: Decimal) -> int:
    if yuan < 0:
        raise CellRefused("out_of_range", _negative(label, given))
    if yuan * 100 > MOST_FEN:
        raise CellRefused("out_of_range", _too_much(label, given))
    fen = yuan * 100
    if fen != fen.to_integral_value():
        raise CellRefused("format", _below_fen(label, given))
    return int(fen)


def _no_amount(label: Text, given: str) -> Text:
    return Text(
        f"{label.zh}填的是“{given}”，认不出是多少钱。请以元为单位填数字，如 12000 或 1.2万元",
        f"{label.en}: {given} is no amount; give a number of yuan, such as 12000",
    )


def _below_fen(label: Text, given: str) -> Text:
    return Text(
        f"{label.zh}填的是“{given}”，最多到分（两位小数），请核对",
        f"{label.en}: {given} has parts of a fen; give two decimals at most",
    )


def _negative(label: Text, given: str) -> Text:
    return Text(
        f"{label.zh}填的是“{given}”，不能是负数，请核对",
        f"{label.en}: {given} must not be negative",
    )


def _too_much(label: Text, given: object) -> Text:
    return Text(
        f"{label.zh}填的是“{given}”，数字太大，请核对",
        f"{label.en}: {given} is too large; check it",
    )


def _no_count(label: Text, given: object) -> Text:
    return Text(
        f"{label.zh}填的是“{given}”，须为整数，如 35", f"{label.en}: a whole number, not {given}"
    )
