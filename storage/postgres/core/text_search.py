"""Chinese text search in a tsvector: characters and pairs, so that any part of a text finds it.

The embedded PostgreSQL has no pg_trgm, and its parsers know no Chinese; lexemes are therefore made
here and given verbatim, with positions, so that a query is a phrase and matches exactly.
"""

from collections import defaultdict
from collections.abc import Iterable

from models.rules.bigrams import bigrams, runs

# The most that a tsvector holds (PostgreSQL, "Limitations" of text search).
_LAST_POSITION = 16_383
_POSITIONS_EACH = 256


def tsvector_of(texts: Iterable[str]) -> str:
    """The literal of a tsvector for these texts; cast it with `::tsvector`.

    Beyond 16 383 characters in all, a text is found by its first ones only.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for term in bigrams("\n".join(texts)):
        if term.position <= _LAST_POSITION and len(places[term.text]) < _POSITIONS_EACH:
            places[term.text].append(term.position)
    return " ".join(
        f"'{text}':{','.join(map(str, where))}" for text, where in places.items() if where
    )


def tsquery_of(words: str) -> str | None:
    """The literal of a tsquery that finds texts with every run of `words`; cast it with `::tsquery`.

    None if there is nothing to look for, such as only blanks and signs.
    """
    phrases = [_phrase(run) for _, run in runs(words)]
    return " & ".join(phrases) if phrases else None


def _phrase(run: str) -> str:
    if len(run) == 1:
        return f"'{run}'"
    pairs = [f"'{run[start : start + 2]}'" for start in range(len(run) - 1)]
    return f"({' <-> '.join(pairs)})"
