"""What may not come together, as keys of the slots that a firm takes when it submits."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from types import MappingProxyType

from models.rules.award.working import Working
from models.rules.eligibility.facts import FactValue, FactValues
from models.rules.terms.programme import EditionDefinition, Exclusion, TrackTerms
from models.rules.text.compared import compared
from models.rules.text.limits import SLOT_KEY

_HEAD, _DIGEST = 90, 40
_NO_VALUES: FactValues = MappingProxyType({})


def exclusion_keys(
    definition: EditionDefinition,
    track: TrackTerms,
    values: FactValues = _NO_VALUES,
    working: Working | None = None,
) -> tuple[str, ...]:
    """One key for each exclusion that a slot can enforce, in a fixed order.

    `once_per_edition` binds a track within its edition, `once_per_enterprise` a track of the
    programme for ever, `once_per_tier` each threshold that `working` newly crosses for ever,
    `no_stacking` all tracks of any programme that name the same group in the same year. `per`
    appends the values of its facts; while one of them is not given there is no key yet.
    `received_elsewhere` is deducted and takes no slot.
    """
    keys = {
        _short(key)
        for exclusion in track.exclusions
        for head in _heads(definition, track, exclusion, working)
        if (key := _per_value(head, exclusion, values)) is not None
    }
    return tuple(sorted(keys))


def _heads(
    definition: EditionDefinition, track: TrackTerms, exclusion: Exclusion, working: Working | None
) -> Iterator[str]:
    edition = definition.edition
    match exclusion.kind:
        case "once_per_edition":
            yield f"{edition.code}/{track.code}/once"
        case "once_per_enterprise":
            yield f"{edition.programme}/{track.code}/once"
        case "no_stacking":
            yield f"no_stacking/{exclusion.group or track.code}/{edition.year}"
        case "once_per_tier":
            for threshold in working.tiers if working else ():
                yield f"{edition.programme}/{track.code}/tier/{threshold}"
        case "received_elsewhere":
            return


def _per_value(head: str, exclusion: Exclusion, values: FactValues) -> str | None:
    """The key with every value that counts by itself; None while one is not given."""
    key = head
    for name in exclusion.per:
        if name not in values:
            return None
        key += f"/{name}={_spelled(values[name])}"
    return key


def _spelled(value: FactValue) -> str:
    """One spelling for one thing: a text in the form in which texts are compared."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ",".join(sorted(_spelled(item) for item in value))
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, str):
        # `/`, `=` and `,` part the pieces of a key.
        signs = compared(value)
        return "".join(f"%{ord(sign):02X}" if sign in "%/=," else sign for sign in signs)
    return str(value)


def _short(key: str) -> str:
    """A key that fits its column: a long one keeps its head and ends in its digest."""
    if len(key) <= SLOT_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:_DIGEST]
    return f"{key[:_HEAD]}/sha256:{digest}"
