"""Applying on any track of any city, over HTTP: facts, papers, submission."""

from typing import Any

from models.rules.terms.programme import EditionDefinition, Fact, TrackTerms
from tests.world.client import Person


def good_facts(track: TrackTerms) -> dict[str, Any]:
    """Facts that look well: every yes, the last region, numbers that thresholds allow.

    Whatever money is worked out from is enough for some to be due; optional figures are left out.
    """
    return {
        fact.name: _good(fact, track)
        for fact in track.stated
        if fact.default is None and (fact.required or fact.type == "bool")
    }


async def applied(
    person: Person,
    definition: EditionDefinition,
    track: str,
    *,
    facts: dict[str, Any] | None = None,
    **start: Any,
) -> dict[str, Any]:
    """A submitted application with every required paper; `start` goes into its first call.

    `facts` are laid over `good_facts`.
    """
    application = await drafted(person, definition, track, facts=facts, **start)
    return dict((await person.post(f"/applications/{application['id']}/submit")).ok())


async def drafted(
    person: Person,
    definition: EditionDefinition,
    track: str,
    *,
    facts: dict[str, Any] | None = None,
    **start: Any,
) -> dict[str, Any]:
    """The same, complete but not handed in."""
    found = definition.find_track(track)
    assert found is not None
    body = {"edition": definition.edition.code, "track": track, **start}
    application = dict((await person.post("/applications", body)).ok(201))
    particulars = {
        "contract_no": None,
        "signed_at": None,
        "paid_at": None,
        "fee_fen": None,
        "paid_fen": None,
        "facts": good_facts(found) | (facts or {}),
    }
    headers = {"If-Match": f'"{application["version"]}"'}
    path = f"/applications/{application['id']}/particulars"
    filled = dict((await person.put(path, particulars, headers=headers)).ok())
    await person.hand_over_papers(filled)
    return filled


def _good(fact: Fact, track: TrackTerms) -> Any:
    if fact.type == "bool":
        return True
    if fact.type in ("choice", "list"):
        wanted = _wanted(fact.name, track)
        value = wanted if isinstance(wanted, str) else fact.options[0].value
        return [value] if fact.type == "list" else value
    if fact.type == "text":
        return "示例"
    number = _wanted(fact.name, track)
    if isinstance(number, int):
        return number
    least = _ENOUGH.get(fact.type, 1) if fact.name in _worked_from(track) else 1
    return max(least, fact.minimum or 1)


def _worked_from(track: TrackTerms) -> set[str]:
    """The figures that the award is worked out from, but for what growth counts above."""
    award = track.award
    variants = [name for variant in award.variants for name in variant.base]
    return {*award.base, *variants, *([award.rate] if award.rate else [])}


_ENOUGH = {"money": 1_000_000_000, "ratio": 400}


def _wanted(name: str, track: TrackTerms) -> Any:
    """What a condition compares the fact with: met by being equal, but for `>` and `<`."""
    waiting = list(track.conditions)
    while waiting:
        condition = waiting.pop()
        waiting += [*condition.all, *condition.any]
        if condition.fact != name:
            continue
        value = condition.value
        if isinstance(value, tuple):
            return value[0]
        if isinstance(value, int) and not isinstance(value, bool):
            return value + (condition.op == ">") - (condition.op == "<")
        return value
    return None
