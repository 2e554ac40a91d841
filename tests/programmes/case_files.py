"""Case files that a clerk can read: facts, and the verdict, amount and clause that must come out."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path

from models.programme.file import compile_edition
from models.rules.award.history import NOTHING, History
from models.rules.eligibility.facts import FactValues, read_facts
from models.rules.estimate import Estimate, estimate
from models.rules.terms.programme import EditionDefinition, TrackTerms
from tests.programmes.sources import PROGRAMMES, shipped

CASES = Path(__file__).parent / "cases"
JUDGED_ON = date(2026, 3, 2)


@dataclass(frozen=True)
class Case:
    """One `[[case]]`. `eligible`: true, false or "unknown"; `award_fen`: fen, "undecided" or
    "unknown", and 0 where nothing is said.
    """

    programme: str
    name: str
    track: str
    cite: str
    facts: Mapping[str, object]
    eligible: bool | str
    award_fen: int | str = 0
    region_class: str | None = None
    fails: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    history: History = NOTHING

    @property
    def verdict(self) -> bool | None:
        """What must come out: true, false, or None for `unknown`."""
        return None if isinstance(self.eligible, str) else self.eligible

    @property
    def amount(self) -> int | None:
        """The amount that must come out; `undecided` and `unknown` are None."""
        return None if isinstance(self.award_fen, str) else self.award_fen

    def unlike(self, answer: Estimate) -> list[str]:
        """Where an answer is not the expected one, in words; empty if it is."""
        failed = [verdict for verdict in answer.conditions if verdict.met is False]
        pairs = (
            ("eligible", answer.eligible, self.verdict),
            ("award_fen", answer.award_fen, self.amount),
            ("fails", sorted(verdict.id for verdict in failed), sorted(self.fails)),
        )
        told = [f"{name}: {came}, not {wanted}" for name, came, wanted in pairs if came != wanted]
        clauses = {verdict.cite for verdict in failed} - {self.cite}
        if clauses:
            told.append(f"cite: the failing clause is {clauses}, not {self.cite}")
        if self.eligible is not False and set(answer.missing) != set(self.missing):
            told.append(f"missing: {answer.missing}, not {self.missing}")
        return told


@cache
def definition_of(programme: str) -> EditionDefinition:
    """The demonstration of a shipped programme as of JUDGED_ON."""
    names = (f"{programme}/policy.toml", f"{programme}/demo.toml")
    return compile_edition(shipped(names[0]), shipped(names[1]), JUDGED_ON)


def track_of(case: Case) -> TrackTerms:
    """The track that a case is about. Raises AssertionError if there is none of that code."""
    track = definition_of(case.programme).find_track(case.track)
    assert track is not None, f"{case.programme} has no track {case.track}"
    return track


def values_of(case: Case, track: TrackTerms) -> FactValues:
    """The case's facts as the estimate reads them; none may be unknown or of a wrong type."""
    reading = read_facts(track.facts, case.facts)
    assert reading.problems == (), reading.problems
    return reading.values


def judged(case: Case, track: TrackTerms) -> Estimate:
    """The estimate of a case's facts by a track, which need not be the shipped one."""
    return estimate(track, values_of(case, track), case.region_class, case.history)


@cache
def all_cases() -> tuple[Case, ...]:
    """The cases of all files under `cases`, in order."""
    return tuple(case for path in sorted(CASES.glob("*.toml")) for case in _read(path))


def programmes() -> list[str]:
    """The codes of the shipped programmes."""
    return sorted(path.parent.name for path in PROGRAMMES.glob("*/policy.toml"))


def _read(path: Path) -> list[Case]:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(raw) <= {"programme", "base", "case"}, f"{path.name}: {set(raw)}"
    bases = raw.get("base", {})
    return [_case(raw["programme"], bases, dict(given)) for given in raw.get("case", [])]


def _case(programme: str, bases: Mapping[str, object], given: dict[str, object]) -> Case:
    """The base's facts, without some, with the case's own over them."""
    base = bases[str(given.pop("base"))] if "base" in given else {}
    own, without = given.pop("facts", {}), given.pop("without", [])
    history = given.pop("history", {})
    assert isinstance(base, dict), base
    assert isinstance(own, dict), own
    assert isinstance(without, list), without
    assert isinstance(history, dict), history
    known = {field.name for field in fields(Case)}
    assert set(given) <= known, f"{given.get('name')}: {set(given) - known}"
    for name in ("fails", "missing"):
        given[name] = tuple(given.pop(name, ()))  # type: ignore[call-overload]
    facts = {name: value for name, value in base.items() if name not in without} | own
    past = History(**history | {"tiers": frozenset(history.get("tiers", ()))})
    return Case(programme, facts=facts, history=past, **given)  # type: ignore[arg-type]
