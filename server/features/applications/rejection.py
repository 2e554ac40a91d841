"""Shows a rejection in the reasoning of its application: its clause, and what it says is not met."""

from collections.abc import Sequence

import msgspec

from models.rules.eligibility.judge import NOT_MET
from models.rules.reasons import Text
from models.rules.terms.programme import TrackTerms
from server.features.applications.decision_schemas import (
    DecisionConditionView,
    RejectionView,
    ReviewStep,
)

_FOUND = "review"
"""Id of the line that stands for a rejection which rests on no single condition."""


def rejection_of(
    status: str, reviews: Sequence[ReviewStep], track: TrackTerms, english: bool
) -> RejectionView | None:
    """The review that ended the application; None for one that goes on, or ended otherwise."""
    if status != "rejected":
        return None
    found = next((step for step in reversed(reviews) if step.verdict == "reject"), None)
    if found is None:
        return None
    titles = {stage.kind: stage.title for stage in track.stages}
    title = titles.get(found.stage) or Text(found.stage, found.stage)  # type: ignore[call-overload]  # a column
    return RejectionView(
        found.stage,
        title.in_language(english),
        found.role,
        found.cite,
        found.comment,
        found.decided_at,
    )


def against(
    conditions: Sequence[DecisionConditionView], rejection: RejectionView | None, english: bool
) -> list[DecisionConditionView]:
    """The conditions as the rejection leaves them: the one it rests on is not met.

    Where it rests on none, or on a clause that several share, it stands at the end by itself.
    """
    if rejection is None:
        return list(conditions)
    reason = rejection.reason or ""
    words = Text(f"{rejection.title}认定不符合：{reason}", f"{rejection.title}: not met: {reason}")
    message = words.in_language(english)
    named = [one for one in conditions if one.cite == rejection.cite]
    if len(named) == 1:
        return [
            msgspec.structs.replace(one, met=False, message=message, code=NOT_MET)
            if one is named[0]
            else one
            for one in conditions
        ]
    text = Text(f"{rejection.title}的审核结论", f"Verdict of {rejection.title}")
    line = DecisionConditionView(
        _FOUND, text.in_language(english), rejection.cite, False, [], False, message, NOT_MET, None
    )
    return [*conditions, line]
