"""Awards, facts and tracks as short as a test can spell them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from models.rules.award.kinds import KINDS
from models.rules.award.working import Working
from models.rules.reasons import Text
from models.rules.terms.programme import (
    Award,
    AwardKind,
    AwardRow,
    Exclusion,
    Fact,
    Figure,
    Option,
    TrackTerms,
)

TEXT = Text("资助", "Grant")
WAN = 1_000_000


def award(kind: AwardKind, /, *rows: tuple[str, int], **terms: Any) -> Award:
    """An award; numbers become figures, everything else terms of that name (base, by, …)."""
    numbers = {
        name: value
        for name, value in terms.items()
        if isinstance(value, int) and not isinstance(value, bool)
    }
    named = {
        name: value for name, value in terms.items() if name not in numbers and value is not None
    }
    base = () if KINDS[kind].base is None else ("fee_fen",)
    bare = Award(
        kind,
        TEXT,
        "三",
        base=base,
        figures=tuple(Figure(name, value, assumed=True) for name, value in numbers.items()),
        table=tuple(AwardRow(key, Figure(key, value, cite="四")) for key, value in rows),
    )
    return replace(bare, **named)


def fact(name: str, zh: str, kind: Any = "money", /, *options: str | int, unit: Any = None) -> Fact:
    """A declared fact; options are their own English label."""
    listed = tuple(Option(value, Text(f"{value}级", str(value))) for value in options)
    return Fact(name, Text(zh, name), kind, unit, options=listed)


def track(
    terms: Award, /, *facts: Fact, code: str = "t", exclusions: tuple[Exclusion, ...] = ()
) -> TrackTerms:
    """A track of this award."""
    return TrackTerms(
        code, TEXT, "rolling", "enterprise", terms, (), facts=facts, exclusions=exclusions
    )


def lines(working: Working) -> list[str]:
    """The Chinese lines of a working."""
    return [step.text.zh for step in working.steps]


def amounts(working: Working) -> list[int | None]:
    """The amounts of its lines, in fen."""
    return [step.amount_fen for step in working.steps]


def elsewhere(name: str) -> Exclusion:
    """Money received elsewhere, as the fact `name` states it."""
    return Exclusion(name, "received_elsewhere", TEXT, cite="二(二)2", fact=name)


GRADES: Mapping[str, int] = {"national": 10 * WAN, "municipal": 5 * WAN, "district": 2 * WAN}
