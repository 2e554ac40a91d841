"""Tracks of a definition, and the slots that an application on one of them takes."""

from models.rules.award.kinds import award_of
from models.rules.eligibility.facts import read_facts
from models.rules.exclusions import exclusion_keys
from models.rules.terms.programme import EditionDefinition, TrackTerms


def track_of(definition: EditionDefinition, code: str) -> TrackTerms:
    track = definition.find_track(code)
    assert track is not None
    return track


def keys(definition: EditionDefinition, code: str, **facts: object) -> set[str]:
    """The slots that an application with these facts and declarations takes."""
    track = track_of(definition, code)
    reading = read_facts(track.stated, facts)
    assert reading.problems == ()
    working = award_of(track, reading.values)
    return set(exclusion_keys(definition, track, reading.values, working))
