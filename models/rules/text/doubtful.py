"""Words that a person looks at before others read them, found however they are written."""

import re
from collections.abc import Iterable
from typing import Final

from models.rules.text.compared import compared

_BETWEEN: Final = re.compile(r"[^\w]+|_")


def doubtful_words(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """Those of `words` that the text holds, in the list's order, each once.

    Width, case, blanks and signs put between the characters do not hide one (返 现, 返.现, ＱＱ群).
    """
    within = _bare(text)
    return tuple(word for word in dict.fromkeys(words) if _bare(word) and _bare(word) in within)


def _bare(text: str) -> str:
    return _BETWEEN.sub("", compared(text))
