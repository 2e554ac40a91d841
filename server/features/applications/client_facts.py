"""Facts that follow from a platform's list of new clients: nobody states them by hand."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from models.rules.reasons import Reason, Text
from models.rules.terms.client_list import ClientList
from models.rules.terms.programme import TrackTerms

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def derived_names(terms: ClientList) -> tuple[str, str, str, str]:
    """The facts that the list stands for: fees, count, outside, newly signed."""
    return terms.fees, terms.count, terms.outside, terms.newly_signed


def derived_by_hand(
    track: TrackTerms, given: Mapping[str, Any], held: Mapping[str, Any] = _NOTHING
) -> list[Reason]:
    """Reasons (`derived`) for such facts among `given`, unless they say what is `held` anyway.

    A form sends back what it was shown.
    """
    return [
        Reason(f"facts.{name}", "derived", _derived(track, name), _cite(track))
        for name in _names(track)
        if given.get(name) is not None and given[name] != held.get(name)
    ]


def _derived(track: TrackTerms, name: str) -> Text:
    fact = track.find_fact(name)
    label = Text(name, name) if fact is None else fact.label
    return Text(
        f"{label.zh}由新增用户清单自动得出，不用在这里填写；要改请改清单",
        f"{label.en} follows from the list of clients; change the list instead",
    )


def _cite(track: TrackTerms) -> str | None:
    return track.clients.cite if track.clients else None


def kept_derived(track: TrackTerms, held: Mapping[str, Any]) -> dict[str, Any]:
    """What the list has given so far: it stays when the other facts are replaced as a whole."""
    return {name: held[name] for name in _names(track) if name in held}


def _names(track: TrackTerms) -> tuple[str, ...]:
    return () if track.clients is None else derived_names(track.clients)
