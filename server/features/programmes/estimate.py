"""Estimates an award before signing: eligible or not, how much, and which facts are missing."""

from typing import Annotated

from msgspec import Meta

from models.rules.eligibility.facts import check_region_class, read_facts
from models.rules.estimate import Estimate, estimate_compiled
from server.edge.web.bodies import Body
from server.edge.web.field_types import Key, about
from server.errors import Invalid
from server.features.programmes.current import TrackRules
from server.features.programmes.schemas import EstimateView, StepView, VerdictView

# Without patterns on the text: msgspec 0.22 corrupts memory where a union holds both a list and a
# text with a pattern. `read_facts` checks each value by its declaration anyway.
_Given = bool | int | float | str | list[int | str] | None
_GivenFacts = Annotated[dict[Key, _Given], Meta(max_length=100)]


class EstimateRequest(Body, frozen=True):
    """Declared facts by name; null counts as not given. `region_class`: for other thresholds."""

    facts: Annotated[
        _GivenFacts,
        about(
            "申报内容，按名称；空值视为未填",
            "facts by name; null counts as not given",
            {"employees": 80},
        ),
    ]
    region_class: Annotated[str, Meta(min_length=1, max_length=40)] | None = None


def estimate_track(rules: TrackRules, command: EstimateRequest, *, english: bool) -> EstimateView:
    """The estimate, whether the edition is open or not.

    Raises Invalid with every fact that cannot be taken.
    """
    reading = read_facts(rules.track.facts, command.facts)
    region = check_region_class(rules.definition, command.region_class)
    problems = (*reading.problems, *((region,) if region else ()))
    if problems:
        raise Invalid(errors=problems)
    conditions = rules.conditions(command.region_class)
    return _view(estimate_compiled(rules.track, conditions, reading.values), english)


def _view(found: Estimate, english: bool) -> EstimateView:
    return EstimateView(
        eligible=found.eligible,
        award_fen=found.award_fen,
        conditions=[
            VerdictView(verdict.id, verdict.met, verdict.message.in_language(english), verdict.cite)
            for verdict in found.conditions
        ],
        steps=[
            StepView(step.text.in_language(english), step.amount_fen, step.cite)
            for step in found.steps
        ],
        missing=list(found.missing),
    )
