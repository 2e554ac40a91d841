"""Words of WeChat's that nobody here knows: what is known beside them counts, they are counted."""

import logging
import re
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter

CountUnknown = Callable[[str, str], None]
"""Called with the place where the word stood, and the word."""

_LOG = logging.getLogger(__name__)
_PLAIN = re.compile(r"[A-Za-z0-9_.:-]{1,48}")
_MOST_WORDS = 20
_OTHER = "other"
_ACCEPTED = re.compile(r"accept(with[a-z]*)?")
_NOT_ACCEPTED = frozenset({"reject", "ban", "filter"})


def is_accepted(answer: object) -> bool | None:
    """Whether a popup's answer is a consent; None for a word that nobody here knows.

    `acceptWithAudio` and its kin are consents with a wish about how the phone tells.
    """
    if not isinstance(answer, str):
        return None
    word = answer.strip().lower()
    if _ACCEPTED.fullmatch(word):
        return True
    return False if word in _NOT_ACCEPTED else None


def unknown_counter(registry: CollectorRegistry) -> CountUnknown:
    """Register `shuangtui_wechat_unknown_total{place,word}`, and log once that there is a new one.

    Phones send some of these words: a place has 20 series and one for all others, no word that could
    be a text is in them, and none at all in the log.
    """
    counter = Counter(
        "shuangtui_wechat_unknown",
        "Words from WeChat that this version does not know",
        ("place", "word"),
        registry=registry,
    )
    seen: dict[str, set[str]] = {}

    def count(place: str, word: str) -> None:
        words = seen.setdefault(place, set())
        shown = word if _PLAIN.fullmatch(word) else _OTHER
        if shown not in words and len(words) >= _MOST_WORDS:
            shown = _OTHER
        if shown not in words:
            words.add(shown)
            _LOG.warning("unknown word from WeChat", extra={"place": place})
        counter.labels(place, shown).inc()

    return count
