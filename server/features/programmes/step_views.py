"""How the working of an award is shown, step by step, with where each number comes from."""

from collections.abc import Sequence

from models.rules.award.working import Step
from server.features.programmes.schemas import StepView


def step_views(steps: Sequence[Step], english: bool) -> list[StepView]:
    """The lines of a working in the language asked for."""
    return [
        StepView(
            step.text.in_language(english),
            step.amount_fen,
            step.cite,
            step.assumed,
            step.reading,
            step.source,
        )
        for step in steps
    ]
