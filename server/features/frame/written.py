"""How pages write money, days and moments; registered as filters of the templates."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from models.rules.line.order_key import CHINA
from models.rules.money import yuan
from models.rules.wording import day_in_words, moment_in_words, money_in_words

_WAN_FEN: Final = 1_000_000
_WEB: Final = ("http://", "https://")


def money(amount_fen: int, english: bool) -> str:
    """`¥1,234.50`."""
    return f"-¥{yuan(-amount_fen)}" if amount_fen < 0 else f"¥{yuan(amount_fen)}"


def board(amount_fen: int, english: bool) -> str:
    """For figures at a glance: 万元 with at most two decimals, cut; below 10 000 yuan the amount.

    English has no word for 万: the whole amount.
    """
    if english or amount_fen < _WAN_FEN:
        return money(amount_fen, english)
    if amount_fen % _WAN_FEN == 0:
        return money_in_words(amount_fen).zh
    whole, hundredths = divmod(amount_fen // (_WAN_FEN // 100), 100)
    rest = f".{hundredths:02d}".rstrip("0").rstrip(".")
    return f"{whole:,}{rest} 万元"


def figure(amount_fen: int, english: bool) -> str:
    """For a column whose head names the unit: `1,234.50`, always to the fen."""
    return f"{amount_fen // 100:,}.{amount_fen % 100:02d}"


def day(at: date | datetime, english: bool) -> str:
    """`2026年11月28日` in China; in English as ISO writes it."""
    on = at.astimezone(CHINA).date() if isinstance(at, datetime) else at
    return on.isoformat() if english else day_in_words(on)


def moment(at: datetime, english: bool) -> str:
    """With the time of the day, unless it is a day's first or last second."""
    return moment_in_words(at).in_language(english)


def clock(at: datetime, english: bool) -> str:
    """Its time of the day in China, to the second."""
    return at.astimezone(CHINA).strftime("%H:%M:%S")


def stars(tenths: int, english: bool) -> str:
    """46 is `4.6`."""
    return f"{tenths // 10}.{tenths % 10}"


def short(text: str, most: int) -> str:
    """The first `most` signs on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def web(address: str) -> str | None:
    """An address that may stand in a link; None for any that is not of the web."""
    return address if address.lower().startswith(_WEB) else None


IN_LANGUAGE: Final[Mapping[str, Callable[[Any, bool], str]]] = MappingProxyType(
    {
        "money": money,
        "board": board,
        "figure": figure,
        "day": day,
        "moment": moment,
        "clock": clock,
        "stars": stars,
    }
)
"""Filters that want to know the page's language."""
