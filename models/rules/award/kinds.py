"""How much: the kinds of award, each with what its file must give, and the award of a track."""

from collections.abc import Mapping
from types import MappingProxyType

from models.rules.award import (
    copay,
    decided,
    declining,
    fixed,
    grade,
    interest,
    per_step,
    per_unit,
    recognition,
    share,
    tiers,
)
from models.rules.award.due import explained
from models.rules.award.history import NOTHING, History
from models.rules.award.inputs import Inputs
from models.rules.award.kind import Kind, NamedFact, Rows
from models.rules.award.limits import less_received, under_cap
from models.rules.award.working import Working
from models.rules.eligibility.facts import FactValues
from models.rules.terms.award import Award, AwardKind
from models.rules.terms.conditions import Fact
from models.rules.terms.programme import TrackTerms

KINDS: Mapping[AwardKind, Kind] = MappingProxyType(
    {
        "copay": Kind(copay.copay, copay.NEEDED, copay.OPTIONAL, base="money"),
        "share": Kind(
            share.share,
            optional=share.OPTIONAL,
            base="money",
            rows=Rows("option", "bp", instead_of=share.RATE),
            named=(NamedFact("by", ("choice", "bool"), needed=False),),
            variants=True,
        ),
        "declining": Kind(
            declining.declining,
            optional=declining.OPTIONAL,
            base="money",
            rows=Rows("year", "bp"),
        ),
        "tiers": Kind(
            tiers.tiers,
            base="money",
            rows=Rows("threshold", "fen"),
            named=(
                NamedFact("past", ("money",), needed=False),
                NamedFact("paid", ("list",), needed=False),
            ),
        ),
        "grade": Kind(
            grade.grade, rows=Rows("option", "fen"), named=(NamedFact("by", ("choice", "bool")),)
        ),
        "fixed": Kind(fixed.fixed, rows=Rows("year", "fen", instead_of=fixed.AMOUNT)),
        "per_unit": Kind(per_unit.per_unit, per_unit.NEEDED, per_unit.OPTIONAL, base="int"),
        "per_step": Kind(
            per_step.per_step,
            per_step.NEEDED,
            per_step.OPTIONAL,
            base="money",
            named=(NamedFact("over", ("money",)),),
        ),
        "interest": Kind(
            interest.interest,
            interest.NEEDED,
            interest.OPTIONAL,
            base="money",
            named=(NamedFact("rate", ("ratio",)), NamedFact("days", ("int",))),
        ),
        "range": Kind(decided.ranged, decided.RANGE_NEEDED),
        "discretionary": Kind(decided.discretionary),
        "none": Kind(recognition.recognition),
    }
)


def award_of(track: TrackTerms, values: FactValues, history: History = NOTHING) -> Working:
    """The award of a track: its kind, then its cap over its reach, then money had elsewhere.

    `award_fen` is None while a fact that it needs is missing, and where the deciding body sets it.
    """
    given = Inputs(track.award, values, history, track.stated)
    return less_received(given, track, _capped(given))


def work_out(
    award: Award,
    values: FactValues,
    history: History = NOTHING,
    facts: tuple[Fact, ...] = (),
) -> Working:
    """The award by its own terms, capped, with its working; `facts` give the words.

    Raises KeyError for a kind not in KINDS.
    """
    return _capped(Inputs(award, values, history, facts))


def _capped(given: Inputs) -> Working:
    return under_cap(given, explained(given, KINDS[given.award.kind].work_out(given)))
