"""Words what came of each id of a bulk: whether it went through, or every reason why not."""

from collections.abc import Sequence

from server.features.verdicts.bulk import Passing
from server.features.verdicts.schemas import Result, ResultProblem, Results


def present_results(passings: Sequence[Passing], *, english: bool) -> Results:
    """In the order given."""
    return Results([_result(passing, english) for passing in passings])


def _result(passing: Passing, english: bool) -> Result:
    refusal = passing.refusal
    if refusal is None:
        return Result(passing.id, True, number=passing.number)
    errors = [
        ResultProblem(reason.field, reason.code, reason.text.in_language(english))
        for reason in refusal.errors
    ]
    said = (refusal.detail or refusal.title).in_language(english)
    if errors:
        colon, semicolon = (": ", "; ") if english else ("：", "；")
        said += colon + semicolon.join(error.message for error in errors)
    return Result(passing.id, False, refusal.code, passing.number, said, errors)
