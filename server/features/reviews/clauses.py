"""Which clauses a track and its policy rest on: what a rejection can name."""

from collections.abc import Iterator

from models.rules.reasons import Text
from models.rules.terms.programme import EditionDefinition, TrackTerms
from models.rules.text.compared import compared


def clauses_of(definition: EditionDefinition, track: TrackTerms) -> dict[str, Text]:
    """What the track's conditions, papers and steps cite, and the policy's own, each with its words."""
    found: dict[str, list[Text]] = {}
    for cite, about in _cited(definition, track):
        found.setdefault(cite, []).append(about)
    return {
        cite: Text("；".join(one.zh for one in texts), "; ".join(one.en for one in texts))
        for cite, texts in found.items()
    }


def find_clause(definition: EditionDefinition, track: TrackTerms, cite: str) -> str | None:
    """The clause as the notice writes it, however it was typed; None for one that is not there."""
    known = {compared(clause): clause for clause in clauses_of(definition, track)}
    return known.get(compared(cite))


def _cited(definition: EditionDefinition, track: TrackTerms) -> Iterator[tuple[str, Text]]:
    for condition in track.conditions:
        if condition.cite:
            yield condition.cite, condition.text
    for material in track.materials:
        if material.cite:
            yield material.cite, material.label
    for step in track.stages:
        if step.cite:
            yield step.cite, step.title
    if track.cite:
        yield track.cite, track.title
    for clause in definition.policy.clauses:
        if clause.cite:
            yield clause.cite, clause.text
