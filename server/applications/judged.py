"""What an application is judged by: declared facts with the particulars and the firm's own record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from models.rules.award import work_out
from models.rules.awards.working import Working
from models.rules.eligibility import Eligibility, is_eligible, judge_track
from models.rules.facts import FactReading, read_facts
from models.rules.programme import Track
from models.rules.reasons import Reason, Text

PARTICULARS = ("signed_at", "paid_at", "fee_fen", "paid_fen")
FIRM_FACTS = ("registered_city", "in_service_zone")

_CONTRADICTS = Text("与填报的内容不一致", "Contradicts what is given elsewhere")
_QUALIFIED = Eligibility(True, (), ())
_FACTS = msgspec.json.Decoder(dict[str, Any])


@dataclass(frozen=True, slots=True)
class Judged:
    """Facts as read, the award worked out, and the conditions, judged when they are asked for."""

    track: Track
    reading: FactReading
    working: Working

    @property
    def eligibility(self) -> Eligibility:
        """Every condition with its words."""
        return judge_track(self.track, self.reading.values)

    @property
    def shortcomings(self) -> Eligibility:
        """The same where something is not met or not known; without words where all is met."""
        return _QUALIFIED if is_eligible(self.track, self.reading.values) else self.eligibility


def judge_application(track: Track, row: Any) -> Judged:
    """Judge a row of `submission` (particulars, `facts` as JSON text, the firm's columns)."""
    given = collected_facts(track, _FACTS.decode(row["facts"]), particulars_of(row), firm_of(row))
    reading = read_facts(track.facts, given)
    return Judged(track, reading, work_out(track.award, reading.values))


def collected_facts(
    track: Track,
    declared: Mapping[str, Any],
    particulars: Mapping[str, Any],
    firm: Mapping[str, Any],
) -> dict[str, Any]:
    """Facts by name from all three sources; particulars come before what was declared."""
    known = {fact.name for fact in track.facts}
    given: dict[str, Any] = {name: value for name, value in firm.items() if name in known}
    given.update(declared)
    given.update(
        {name: value for name, value in particulars.items() if name in known and value is not None}
    )
    return given


def contradictions(
    declared: Mapping[str, Any], particulars: Mapping[str, Any], firm: Mapping[str, Any]
) -> list[Reason]:
    """Facts that say something else than the particulars or the firm's record under the same name."""
    found = []
    for name, value in declared.items():
        held = {**firm, **particulars}.get(name)
        if value is not None and held is not None and not _same(value, held):
            found.append(Reason(f"facts.{name}", "contradicts", _CONTRADICTS))
    return found


def particulars_of(row: Any) -> dict[str, Any]:
    return {name: _as_given(row[name]) for name in PARTICULARS}


def firm_of(row: Any) -> dict[str, Any]:
    return {name: row[name] for name in FIRM_FACTS}


def _as_given(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _same(declared: Any, held: Any) -> bool:
    if isinstance(declared, str) and isinstance(held, str) and declared != held:
        try:
            return datetime.fromisoformat(declared) == datetime.fromisoformat(held)
        except (ValueError, TypeError):
            return False
    return bool(declared == held)
