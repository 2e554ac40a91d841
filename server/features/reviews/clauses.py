"""Which clauses a track rests on: what a rejection can name."""

from collections.abc import Iterator

from models.rules.reasons import Text
from models.rules.terms.programme import TrackTerms


def clauses_of(track: TrackTerms) -> dict[str, Text]:
    """What the track's conditions, papers and steps cite, each with what it is about."""
    found: dict[str, list[Text]] = {}
    for cite, about in _cited(track):
        found.setdefault(cite, []).append(about)
    return {
        cite: Text("；".join(one.zh for one in texts), "; ".join(one.en for one in texts))
        for cite, texts in found.items()
    }


def _cited(track: TrackTerms) -> Iterator[tuple[str, Text]]:
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
