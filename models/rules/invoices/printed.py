"""The text of an invoice, in whatever order a reader of the file gives its pieces.

A label is often followed by its value, and as often all labels come first and all values after
them: so a value is taken from behind its label, else where only one thing in the text can be meant.
What may be one of several is left open.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final, TypeVar

from models.rules.invoices.figures import read_fen
from models.rules.invoices.invoice import Party
from models.rules.resident_number import is_resident_number
from models.rules.text.limits import FIRM_NAME
from models.rules.text.typed import HIDDEN
from models.rules.uscc import LENGTH, looks_like_uscc
from models.rules.yuan_in_words import yuan_in_words

One = TypeVar("One")
LONGEST: Final = 40_000
"""So many signs are looked at; an invoice has some thousand."""
_MANY: Final = 60
"""So many amounts, dates or names are looked at."""


def _label(text: str) -> str:
    """A label, however far its signs are set apart."""
    return r"\s{0,8}".join(text)


_AMOUNT: Final = r"(-?\d[\d,]{0,16}\.\d{2})(?!\d)"
_MONEY: Final = rf"¥\s{{0,8}}{_AMOUNT}"
_DAY: Final = r"(20\d\d)\s{0,4}年\s{0,4}(\d{1,2})\s{0,4}月\s{0,4}(\d{1,2})\s{0,4}日"
_HEAD: Final = re.compile(_label("发票号码"))
_TOTAL: Final = re.compile(rf"{_label('小写')}\s{{0,8}}\)?\s{{0,8}}:?\s{{0,8}}¥?\s{{0,8}}{_AMOUNT}")
_SUMS: Final = re.compile(rf"(?<!税){_label('合计')}\s{{0,8}}{_MONEY}")
_OF_INVOICES: Final = re.compile(f"{_label('开票日期')}|{_label('价税合计')}")
_OLDER: Final = re.compile(f"{_label('发票代码')}|{_label('校验码')}|{_label('机器编号')}")
_NUMBER: Final = re.compile(rf"{_label('发票号码')}\s{{0,8}}:?\s{{0,8}}(\d{{20}}|\d{{8}})(?!\d)")
_CODE: Final = re.compile(rf"{_label('发票代码')}\s{{0,8}}:?\s{{0,8}}(\d{{12}}|\d{{10}})(?!\d)")
_DIGITAL: Final = re.compile(r"(?<![\dA-Z])\d{20}(?![\dA-Z])")
_EIGHT: Final = re.compile(r"(?<![\dA-Z.,])\d{8}(?![\dA-Z.,])")
# The first digit of the twelve is a 0; the number of the machine that printed it begins otherwise.
_TWELVE: Final = re.compile(r"(?<![\dA-Z.,])0\d{11}(?![\dA-Z.,])")
_ISSUED: Final = re.compile(rf"{_label('开票日期')}\s{{0,8}}:?\s{{0,8}}{_DAY}")
_ANY_DAY: Final = re.compile(_DAY)
_ANY_MONEY: Final = re.compile(_MONEY)
_USCC: Final = re.compile(rf"(?<![0-9A-Z])[0-9A-Z]{{{LENGTH}}}(?![0-9A-Z])")
_NAME: Final = re.compile(rf"{_label('名称')}\s{{0,8}}:\s{{0,8}}([^\s:]{{2,{FIRM_NAME}}})")
_FIRM: Final = re.compile(
    r"(?m)^\s{0,8}([^\s:]{2,100}(?:公司|合作社|事务所|中心|合伙\)|工厂|商行|经营部|[厂店部]))\s{0,8}$"
)
_LABELS: Final = re.compile("^(?:统一社会信用代码|纳税人识别号|购买方|销售方|名称|地址|开户行)")
_UNSEEN: Final = re.compile(f"[{HIDDEN}]")
_BLANKS: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Printed:
    """What the text says; None for what is not there, or may be one of several."""

    number: str | None
    code: str | None
    issued_on: date | None
    total_fen: int | None
    net_fen: int | None
    buyer: Party
    seller: Party


def read_printed(text: str) -> Printed | None:
    """None for a text that is no invoice's."""
    plain = in_half_width(text)
    if not (_HEAD.search(plain) and _OF_INVOICES.search(plain)):
        return None
    total_fen = _total(plain)
    buyer, seller = _parties(plain)
    code = _code(plain)
    return Printed(
        number=_number(plain, older=code is not None or _OLDER.search(plain) is not None),
        code=code,
        issued_on=_issued_on(plain),
        total_fen=total_fen,
        net_fen=_net(plain, total_fen),
        buyer=buyer,
        seller=seller,
    )


def in_half_width(text: str) -> str:
    """In half width, without what nobody sees, as long as it is looked at.

    One blank or break for many: what may stand between label and value is then found at once.
    """
    seen = unicodedata.normalize("NFKC", _UNSEEN.sub("", text[:LONGEST]))[:LONGEST]
    return _BLANKS.sub(lambda run: "\n" if "\n" in run[0] else " ", seen)


def _number(text: str, *, older: bool) -> str | None:
    named = _NUMBER.search(text)
    if named:
        return named[1]
    # Twenty digits of an older invoice are its check code.
    return _only((_EIGHT if older else _DIGITAL).findall(text))


def _code(text: str) -> str | None:
    named = _CODE.search(text)
    if named:
        return named[1]
    return _only(_TWELVE.findall(text)) if _OLDER.search(text) else None


def _issued_on(text: str) -> date | None:
    named = _ISSUED.search(text)
    found = [named] if named else list(islice(_ANY_DAY.finditer(text), _MANY))
    return _only(list(_days(found)))


def _days(found: Sequence[re.Match[str]]) -> Iterator[date]:
    for one in found:
        try:
            yield date(*(int(part) for part in one.groups()))
        except ValueError:
            continue


def _total(text: str) -> int | None:
    """Behind its label; else the amount that stands there in words; else the sum of two others."""
    named = _TOTAL.search(text)
    if named:
        return read_fen(named[1])
    amounts = _amounts(text)
    words = text.replace("圆", "元").replace("元正", "元整")
    spelt = [fen for fen in amounts if fen and yuan_in_words(abs(fen)) in words]
    sums = [fen for fen in amounts if fen and any(fen - one in amounts for one in amounts if one)]
    return max(spelt, key=abs) if spelt else _only(sums)


def _net(text: str, total_fen: int | None) -> int | None:
    named = _SUMS.search(text)
    if named:
        return read_fen(named[1])
    if total_fen is None:
        return None
    amounts = _amounts(text)
    # Tax is less than what it is charged on.
    parts = [fen for fen in amounts if total_fen - fen in amounts and abs(fen) * 2 > abs(total_fen)]
    return _only([fen for fen in parts if fen != total_fen])


def _amounts(text: str) -> list[int]:
    found = (read_fen(one[1]) for one in islice(_ANY_MONEY.finditer(text), _MANY))
    return list(dict.fromkeys(fen for fen in found if fen is not None))


def _parties(text: str) -> tuple[Party, Party]:
    """The buyer stands left of the seller, or above."""
    codes = [
        one
        for one in dict.fromkeys(islice(_USCC.findall(text), _MANY))
        if looks_like_uscc(one) and not is_resident_number(one)
    ]
    named = [one for one in islice(_NAME.findall(text), _MANY) if not _LABELS.match(one)]
    names = named if len(named) > 1 else list(dict.fromkeys(islice(_FIRM.findall(text), _MANY)))
    buyer, seller = (_in_register(_at(names, place)) for place in (0, 1))
    return Party(buyer, _at(codes, 0, of=2)), Party(seller, _at(codes, 1, of=2))


def _in_register(name: str | None) -> str | None:
    """With the brackets that names of firms are registered with."""
    return name and name.replace("(", "（").replace(")", "）")


def _at(found: Sequence[str], place: int, of: int | None = None) -> str | None:
    """The one at a place, where there are as many as there must be."""
    if len(found) <= place or (of is not None and len(found) != of):
        return None
    return found[place]


def _only(found: Sequence[One]) -> One | None:
    return found[0] if len(set(found)) == 1 else None
