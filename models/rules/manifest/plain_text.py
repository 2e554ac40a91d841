"""A cell as the text that somebody meant, or the word on what a sheet has made of it."""

import re
import unicodedata
from datetime import date, datetime
from typing import Final

from models.rules.manifest.plain_sheets import CellValue
from models.rules.manifest.refused import CellRefused
from models.rules.reasons import Text
from models.rules.text.typed import HalfCharacter, typed_line

_EXACT: Final = 10**15
"""A sheet keeps fifteen digits of a number."""
_SCIENTIFIC: Final = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,3}", re.IGNORECASE)
_ERRORS: Final = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)
_APOSTROPHES: Final = "'’‘＇`"
_LONGEST_SAID: Final = 60


def is_blank(value: CellValue) -> bool:
    """Whether nothing is to be seen in the cell; dashes that stand for nothing count as such."""
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    try:
        return typed_line(value).strip("-—－/ \u3000\xa0") == ""
    except HalfCharacter:
        return False


def said(value: object) -> str:
    """What stands in a cell, as far as a refusal says it back."""
    shown = str(value).upper() if isinstance(value, bool) else str(value)
    if isinstance(value, float):
        shown = shown.removesuffix(".0")
    text = "".join(sign for sign in shown if sign.isprintable())
    return text if len(text) <= _LONGEST_SAID else text[:_LONGEST_SAID] + "…"


def text_of(label: Text, letter: str, value: CellValue) -> str:
    """The text of a cell whose column is no number and no day. Raises CellRefused.

    A number is its digits; one that has lost digits, and a day, are what a sheet made of a text.
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _digits(label, letter, value)
    if isinstance(value, date):
        raise CellRefused("became_date", _became_date(label, letter, value))
    return written(label, "" if value is None else value, letter)


def written(label: Text, value: str, letter: str = "") -> str:
    """What is written in a cell of text, cleaned as all texts are; `letter` for columns of text."""
    try:
        text = typed_line(value).lstrip(_APOSTROPHES).strip()
    except HalfCharacter:
        raise CellRefused("characters", _half(label)) from None
    folded = unicodedata.normalize("NFKC", text)
    if folded.upper() in _ERRORS:
        raise CellRefused("formula_error", _formula_error(label, folded))
    if letter and _SCIENTIFIC.fullmatch(folded):
        raise CellRefused("became_number", _became_number(label, letter, folded.upper()))
    return text


def _digits(label: Text, letter: str, value: int | float) -> str:
    if abs(value) >= _EXACT:
        raise CellRefused("became_number", _became_number(label, letter, f"{value:.2E}"))
    return str(int(value)) if value == int(value) else f"{value:.15g}"


def _became_number(label: Text, letter: str, given: str) -> Text:
    return Text(
        f"{label.zh}被表格软件变成了数字 {given}，后面的位数已经丢失。请先把第 {letter} 列设为文本格式，"
        "再照原件重新填写",
        f"{label.en} has become the number {given} and lost digits; format column {letter} as text,"
        " then type it again",
    )


def _became_date(label: Text, letter: str, given: date) -> Text:
    day = given.date() if isinstance(given, datetime) else given
    return Text(
        f"{label.zh}被表格软件变成了日期 {day}。请先把第 {letter} 列设为文本格式，再照原件重新填写",
        f"{label.en} has become the day {day}; format column {letter} as text, then type it again",
    )


def _formula_error(label: Text, given: str) -> Text:
    return Text(
        f"{label.zh}的公式算出的是错误 {given}，请改正公式或直接填写",
        f"{label.en}: its formula ends in {given}; mend it, or type the value",
    )


def _half(label: Text) -> Text:
    return Text(
        f"{label.zh}中有显示不出来的字，请重新填写",
        f"{label.en} holds half of a character; type it again",
    )
