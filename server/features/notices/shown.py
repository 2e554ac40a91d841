"""What a public notice shows of an application: frozen as it was, without personal data."""

from collections.abc import Iterator
from typing import Final

import msgspec

from models.rules.eligibility.facts import FactValues
from models.rules.reasons import Text
from models.rules.terms.conditions import YEAR_FACT, Condition, Fact
from models.rules.terms.programme import Award, TrackTerms
from models.rules.wording import value_in_words
from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from server.features.applications.assessment import judge_application, stated_by

# Free text may name a person; what is compared or counted is never free text.
_PRIVATE: Final = frozenset({"text"})


class FrozenFact(msgspec.Struct, frozen=True):
    """A claimed fact, in both languages."""

    name: str
    label: Text
    value: Text
    cite: str | None


class FrozenEntry(msgspec.Struct, frozen=True):
    """What an entry shows: track, title, clause, and each claimed fact that a rule uses.

    Texts are kept in both languages, so that a later version of the rules changes no notice.
    """

    track: Text
    title: Text | None
    clause: str | None
    facts: list[FrozenFact]


def freeze_entry(
    track: TrackTerms, application: Application, firm: Enterprise | None
) -> FrozenEntry:
    """The entry of an application as it is now."""
    stated = stated_by(application, application.facts, firm)
    values = judge_application(track, stated).reading.values
    title, clause = _title(track, values), track.cite or track.award.cite
    return FrozenEntry(track.title, title, clause, list(_facts(track, values)))


def read_entry(shown: str) -> FrozenEntry:
    """From the text of the column `shown`. Raises msgspec.ValidationError."""
    return _DECODER.decode(shown)


_DECODER: Final = msgspec.json.Decoder(FrozenEntry)


def _facts(track: TrackTerms, values: FactValues) -> Iterator[FrozenFact]:
    cited = dict(_used(track))
    for fact in track.stated:
        if fact.name not in cited or fact.name not in values or fact.type in _PRIVATE:
            continue
        value = value_in_words(fact, values[fact.name])
        yield FrozenFact(fact.name, fact.label, value, cited[fact.name] or fact.cite)


def _used(track: TrackTerms) -> Iterator[tuple[str, str | None]]:
    """(fact, clause) of what the award, then the conditions use: the condition's clause wins."""
    award = track.award
    names = (*award.base, *_chosen_bases(award), *_named(award), YEAR_FACT)
    yield from ((name, award.cite) for name in names if name is not None)
    for condition in track.conditions:
        yield from _of_condition(condition, condition.cite)


def _chosen_bases(award: Award) -> Iterator[str]:
    for variant in award.variants:
        yield from variant.base


def _named(award: Award) -> tuple[str | None, ...]:
    chosen = (award.by, award.over, award.past, award.paid, award.rate, award.days)
    return (*chosen, award.received)


def _of_condition(condition: Condition, cite: str | None) -> Iterator[tuple[str, str | None]]:
    if condition.fact is not None:
        yield condition.fact, condition.cite or cite
    for member in (*condition.all, *condition.any):
        yield from _of_condition(member, condition.cite or cite)


def _title(track: TrackTerms, values: FactValues) -> Text | None:
    """What a recognition gives; where it has several titles the one that was applied for."""
    terms = track.recognition
    if terms is None:
        return None
    fact: Fact | None = track.find_fact(terms.title_by) if terms.title_by else None
    if fact is None or fact.name not in values:
        return terms.title
    return value_in_words(fact, values[fact.name])
