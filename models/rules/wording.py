"""How a fact's value reads: amounts in yuan, rates in percent, instants in Chinese time."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from types import MappingProxyType

from models.rules.line.order_key import CHINA
from models.rules.money import percent, yuan
from models.rules.reasons import Text
from models.rules.terms.conditions import YEAR_FACT
from models.rules.terms.programme import Fact, FactType
from models.rules.typed_time import LAST_SECOND

WAN_FEN = 1_000_000
YI_FEN = 10_000 * WAN_FEN
LONG = 10_000
MOST_LISTED = 8
"""So many things to choose from are listed in a refusal; of more only one is named."""
US_CENTS = "美分"
_FIRST_SECOND, _LAST_SECOND = time(0, 0), time(*LAST_SECOND)

_WITHIN = str.maketrans("“”‘’", "‘’“”")


def within_quotes(words: str) -> str:
    """Words that will stand within Chinese quotes: those of their own change with the level.

    Double, single within, double within those (GB/T 15834).
    """
    return words.translate(_WITHIN)


def value_in_words(fact: Fact, value: object) -> Text:
    """A typed value, or a condition's stated one, of this fact in both languages."""
    return _WORDS[fact.type](fact, value)


def money_in_words(amount_fen: int) -> Text:
    """亿元 where two decimals tell it exactly, then 万元 where one does, the rest as 元."""
    if amount_fen >= YI_FEN and amount_fen % (YI_FEN // 100) == 0:
        zh = f"{_decimal(amount_fen, YI_FEN)} 亿元"
    elif amount_fen >= WAN_FEN and amount_fen % (WAN_FEN // 10) == 0:
        zh = f"{_decimal(amount_fen, WAN_FEN)} 万元"
    else:
        zh = f"{yuan(amount_fen)} 元"
    return Text(zh, f"{yuan(amount_fen)} yuan")


def listed_in_words(each: Sequence[Text]) -> Text:
    """Things to choose from; of many only the first, and how many there are."""
    if len(each) > MOST_LISTED:
        first = each[0]
        return Text(
            f"列表中的 {len(each)} 项，例如“{first.zh}”", f"{len(each)} listed, such as {first.en}"
        )
    return Text("、".join(item.zh for item in each), ", ".join(item.en for item in each))


def number_in_words(value: int) -> str:
    """Long numbers are parted by commas; up to four digits none, as a year has none."""
    return f"{value:,}" if abs(value) >= LONG else str(value)


def day_in_words(day: date) -> str:
    """`2026年9月30日`, as people write a day."""
    return f"{day.year}年{day.month}月{day.day}日"


def moment_in_words(at: datetime) -> Text:
    """In Chinese time; the first and the last second of a day are shown as the day."""
    local = at.astimezone(CHINA)
    if local.time().replace(microsecond=0) in (_FIRST_SECOND, _LAST_SECOND):
        return Text(day_in_words(local), local.date().isoformat())
    clock = local.strftime("%H:%M:%S" if local.second else "%H:%M")
    return Text(
        f"{day_in_words(local)} {clock}", f"{local.date().isoformat()} {clock} (China time)"
    )


def _decimal(amount_fen: int, unit_fen: int) -> str:
    """So many units, to the hundredth, without zeros at the end."""
    whole, rest = divmod(amount_fen * 100 // unit_fen, 100)
    return number_in_words(whole) + (f".{rest:02d}".rstrip("0") if rest else "")


def _number(fact: Fact, value: object) -> Text:
    if not isinstance(value, int):
        return Text(str(value), str(value))
    if fact.name == YEAR_FACT:
        return Text(f"第 {value} 年", f"year {value}")
    if fact.unit == US_CENTS:
        return Text(f"{yuan(value)} 美元", f"{yuan(value)} US dollars")
    words = number_in_words(value)
    return Text(f"{words} {fact.unit}" if fact.unit else words, words)


def _money(_fact: Fact, value: object) -> Text:
    return money_in_words(value) if isinstance(value, int) else Text(str(value), str(value))


def _ratio(_fact: Fact, value: object) -> Text:
    words = percent(value) if isinstance(value, int) else str(value)
    return Text(words, words)


def _yes_no(_fact: Fact, value: object) -> Text:
    return Text("是", "yes") if value is True else Text("否", "no")


def _option(fact: Fact, value: object) -> Text:
    for option in fact.options:
        if option.value == value:
            return option.label
    return Text(str(value), str(value))


def _options(fact: Fact, value: object) -> Text:
    chosen = value if isinstance(value, tuple | list) else (value,)
    labels = [_option(fact, item) for item in chosen]
    if not labels:
        return Text("无", "none")
    return Text("、".join(item.zh for item in labels), ", ".join(item.en for item in labels))


def _plain(_fact: Fact, value: object) -> Text:
    return Text(str(value), str(value))


def _day(_fact: Fact, value: object) -> Text:
    day = value if isinstance(value, date) else date.fromisoformat(str(value))
    return Text(day_in_words(day), day.isoformat())


def _moment(_fact: Fact, value: object) -> Text:
    return moment_in_words(
        value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    )


_WORDS: Mapping[FactType, Callable[[Fact, object], Text]] = MappingProxyType(
    {
        "int": _number,
        "money": _money,
        "ratio": _ratio,
        "bool": _yes_no,
        "choice": _option,
        "list": _options,
        "text": _plain,
        "date": _day,
        "instant": _moment,
    }
)
