"""Days as clerks write them: 二〇二六年三月五日, 2026、3、5, without the last sign, with a weekday."""

import re
from typing import Final

_YEAR: Final = "[0-9]{4}|[〇○零一二三四五六七八九]{4}"
_NUMBER: Final = "[0-9]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_IN_WORDS: Final = re.compile(rf"({_YEAR})年({_NUMBER})月({_NUMBER})(?:[日号]|\Z)")
_PARTED: Final = re.compile(
    r"((?:19|20|21)[0-9]{2})([—–_、·,\\])([0-9]{1,2})\2([0-9]{1,2})(?=\s|\Z)"
)
_WEEKDAY: Final = re.compile(r"\s*\(?(?:周|星期|礼拜)[一二三四五六日天]\)?")
_NUMERALS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def plainly(text: str) -> str:
    """With a day that it begins with as `2026-3-5`; any other text as it stands."""
    text = _WEEKDAY.sub("", text).rstrip(".")
    if found := _IN_WORDS.match(text):
        parts = [_number(part) for part in found.groups()]
    elif found := _PARTED.match(text):
        parts = [found[1], found[3], found[4]]
    else:
        return text
    return " ".join(("-".join(parts), text[found.end() :].strip())).strip()


def _number(words: str) -> str:
    """十 is 10, 十八 18, 二十 20."""
    tens, ten, ones = words.translate(_NUMERALS).partition("十")
    return f"{tens or 1}{ones or 0}" if ten else tens
