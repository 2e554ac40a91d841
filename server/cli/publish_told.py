"""What publishing did, in sentences: what is new, what changed in what way, and refusals."""

from collections.abc import Iterable, Sequence

from server.cli.exit_codes import explain
from server.cli.publish import ProgrammeOutcome
from server.cli.say import complain, say
from server.features.programmes.publish import Published


def tell_published(outcomes: Iterable[ProgrammeOutcome]) -> int:
    """Say what came of each programme; the exit status: 0, or that of the worst refusal."""
    found = list(outcomes)
    published = [one for outcome in found for one in outcome.published]
    changed = [one for one in published if one.changed]
    _tell_all("首次发布", "Published for the first time", [o for o in changed if o.number == 1])
    for one in changed:
        if one.number > 1:
            _tell_changes(one)
    same = [one for one in published if not one.changed]
    _tell_all("没有变化", "Unchanged", [one for one in same if not one.kept_later])
    _tell_all(
        "主管部门在网页上改过、保留其版本",
        "Changed in the browser since and left so",
        [one for one in same if one.kept_later],
    )
    refusals = (_tell_refused(one.programme, one.refused) for one in found if one.refused)
    return max(refusals, default=0)


def _tell_all(zh: str, en: str, published: Sequence[Published]) -> None:
    if published:
        editions = "、".join(one.edition for one in published)
        say(f"{zh} {len(published)} 个年度", f"{en}, {len(published)} editions", editions)


def _tell_changes(published: Published) -> None:
    edition, number = published.edition, published.number
    say(
        f"{edition} 已更新为第 {number} 版，与上一版相比：",
        f"version {number}, which differs from the one before",
    )
    for change in published.changes:
        say(f"  {change.zh}")


def _tell_refused(programme: str, refused: BaseException) -> int:
    words, status = explain(refused)
    complain(
        f"{programme}：没有发布，此前发布的版本继续有效",
        "not published, what was published before stays in force",
    )
    for line in words.splitlines():
        complain(f"  {line}")
    return status
