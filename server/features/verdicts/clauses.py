"""Which clause a rejection rests on."""

from server.features.reviews.case import Case
from server.features.reviews.clauses import clauses_of, find_clause
from server.features.verdicts.schemas import Decision


def clause_of(case: Case, given: Decision) -> str | None:
    """The clause that was named, as the notice spells it; else that of the first paper that failed,
    of the step, the track.

    None for anything but a rejection, and where the rules cite nothing at all.
    """
    if given.verdict != "reject":
        return None
    if given.cite is not None:
        return find_clause(case.definition, case.track, given.cite)
    failed = {kind for kind, check in given.checklist.items() if not check.ok}
    papers = (paper.cite for paper in case.track.materials if paper.kind in failed)
    steps = (step.cite for step in case.track.stages if step.kind == case.stage)
    candidates = (*papers, *steps, case.track.cite, *clauses_of(case.definition, case.track))
    return next((cite for cite in candidates if cite), None)
