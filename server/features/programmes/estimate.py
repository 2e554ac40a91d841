"""Estimates an award before signing: eligible or not, how much, and which facts are missing."""

from typing import Annotated

from models.rules.eligibility.checks import contradicting
from models.rules.eligibility.facts import check_region_class, read_facts
from models.rules.eligibility.judge import Verdict
from models.rules.estimate import Estimate, estimate_compiled
from models.rules.moments import NAMES, whole_day
from models.rules.typed_time import read_moment
from server.edge.web.bodies import Body
from server.edge.web.field_types import Facts, RegionClass, about
from server.errors import Invalid
from server.features.programmes.current import TrackRules
from server.features.programmes.schemas import EstimateNote, EstimateView, VerdictView
from server.features.programmes.step_views import step_views


class EstimateRequest(Body, frozen=True):
    """Declared facts by name; null counts as not given. `region_class`: for other thresholds."""

    facts: Annotated[
        Facts,
        about(
            "申报内容，按名称；空值视为未填",
            "facts by name; null counts as not given",
            {"employees": 80},
        ),
    ]
    region_class: RegionClass | None = None


def estimate_track(rules: TrackRules, command: EstimateRequest, *, english: bool) -> EstimateView:
    """The estimate, whether the edition is open or not.

    Raises Invalid with every fact that cannot be taken.
    """
    track, stated = (
        rules.track,
        {name for name, value in command.facts.items() if value is not None},
    )
    reading = read_facts(track.facts, command.facts, track.retired)
    disagreeing = contradicting(track, reading.values, stated)
    region = check_region_class(rules.definition, command.region_class)
    problems = (*reading.problems, *disagreeing, *((region,) if region else ()))
    if problems:
        raise Invalid(errors=problems)
    conditions = rules.conditions(command.region_class)
    found = estimate_compiled(track, conditions, reading.values)
    return _view(found, _notes(rules, command, english), english)


def _notes(rules: TrackRules, command: EstimateRequest, english: bool) -> list[EstimateNote]:
    """Of instants, which `read_facts` has taken, those that were given as a day alone."""
    in_line = rules.definition.is_in_line(rules.track)
    notes = []
    for fact in rules.track.facts:
        given = command.facts.get(fact.name)
        if fact.type != "instant" or not isinstance(given, str):
            continue
        if read_moment(given).precision == "day":
            text = whole_day(fact.label, in_line and fact.name in NAMES)
            notes.append(EstimateNote(f"facts.{fact.name}", "whole_day", text.in_language(english)))
    return notes


def _view(found: Estimate, notes: list[EstimateNote], english: bool) -> EstimateView:
    cap = found.cap
    return EstimateView(
        eligible=found.eligible,
        award_fen=found.award_fen,
        conditions=[_verdict(verdict, english) for verdict in found.conditions],
        steps=step_views(found.steps, english),
        capped=cap is not None and cap.capped,
        cap_fen=None if cap is None else cap.cap_fen,
        paid_before_fen=None if cap is None else cap.paid_before_fen,
        missing=list(found.missing),
        notes=notes,
    )


def _verdict(verdict: Verdict, english: bool) -> VerdictView:
    return VerdictView(
        verdict.id,
        verdict.met,
        verdict.message.in_language(english),
        verdict.cite,
        verdict.code if verdict.met is False else None,
        verdict.assumed,
        verdict.reading,
    )
