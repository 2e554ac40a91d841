"""What publishing did, explain programme by programme: versions with their changes, and refusals."""

import sys
from collections.abc import Iterable

from server.cli.exit_codes import explain
from server.cli.publish import ProgrammeOutcome
from server.cli.say import say


def tell_published(outcomes: Iterable[ProgrammeOutcome]) -> int:
    """Say what came of each programme; the exit status: 0, or that of the worst refusal."""
    status = 0
    for outcome in outcomes:
        for published in outcome.published:
            words = ("新版本", "new version") if published.changed else ("没有变化", "unchanged")
            say(f"{published.edition} {words[0]}", words[1], published.number)
            for change in published.changes:
                say(f"  {change.zh}")
        if outcome.refused is not None:
            status = max(status, _tell_refused(outcome.programme, outcome.refused))
    return status


def _tell_refused(programme: str, refused: BaseException) -> int:
    words, status = explain(refused)
    head = (
        f"{programme}：没有发布，此前发布的版本继续有效"
        f" / not published, what was published before stays in force"
    )
    lines = "\n".join(f"  {line}" for line in words.splitlines())
    sys.stderr.write(f"{head}\n{lines}\n")
    sys.stderr.flush()
    return status
