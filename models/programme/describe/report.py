"""A definition as a clerk reads it in Chinese: the year, its money, then track by track."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from types import MappingProxyType

from models.programme.describe.entries import Entry
from models.programme.describe.hints import hints_of
from models.programme.describe.whole import entries_of
from models.rules.terms.programme import EditionDefinition

_RULE = "─" * 60
_GROUPS = MappingProxyType(
    {
        "facts": "填报内容",
        "declarations": "申报说明（不作条件）",
        "conditions": "条件（全部满足方可申报）",
        "checks": "填报内容的核对（不符的退回更正）",
        "materials": "材料",
        "award": "补助",
        "stages": "流程",
        "criteria": "评分表",
        "exclusions": "不重复规则",
        "recognition": "列入名单",
    }
)
# Parts that are listed under another part's heading.
_UNDER = MappingProxyType(
    {
        "award_figures": "award",
        "award_table": "award",
        "workdays": "stages",
        "minimum_experts": "criteria",
        "places": "award",
        "retired": "checks",
        "recognition_figures": "recognition",
        "clients": "materials",
        "matching": "award",
    }
)
_BY_NAME = (
    "award_figures",
    "award_table",
    "workdays",
    "minimum_experts",
    "places",
    "retired",
    "recognition_figures",
    "clients",
    "matching",
)
_WITHOUT_NUMBER = ("award", "recognition")
# Parts whose value is worth telling again among what is assumed; of the others the name is enough.
_VALUES = ("award_figures", "award_table", "workdays", "minimum_experts", "recognition_figures")


def report_lines(
    definition: EditionDefinition, beside: EditionDefinition | None = None
) -> Iterator[str]:
    """The whole edition, ending with what is assumed, how it was read, and what to look at.

    `beside` was described before: tracks that are equal in both are not repeated.
    """
    known = beside.tracks if beside is not None else ()
    same = [track.code for track in definition.tracks if track in known]
    entries = entries_of(definition)
    yield f"{definition.edition.title.zh}（{definition.edition.code}）"
    yield _RULE
    for entry in entries:
        if entry.track is None and entry.key not in (("edition",), ("policy", "code")):
            yield f"{entry.name.zh}：{entry.whole.zh}"
    if beside is not None and same:
        yield f"与 {beside.edition.code} 完全相同、不再重读的事项：{'、'.join(same)}"
    for track in definition.tracks:
        if track.code in same:
            continue
        yield ""
        yield from _track([entry for entry in entries if entry.track == track.code])
    yield ""
    yield from _afterword(definition, entries)


def _track(entries: Sequence[Entry]) -> Iterator[str]:
    """The head, then each group under its heading, numbered as the file has it."""
    first = entries[0]
    yield f"【{first.track}】{first.whole.zh}"
    group = ""
    number = 0
    for entry in entries[1:]:
        kind = entry.key[2]
        heading = _UNDER.get(kind, kind)
        if heading not in _GROUPS:
            yield f"  {entry.name.zh}：{entry.whole.zh}"
            continue
        if heading != group:
            group, number = heading, 0
            yield f"  {_GROUPS[heading]}"
        if kind in _BY_NAME:
            yield f"       {entry.name.zh}：{entry.whole.zh}"
            continue
        if kind in _WITHOUT_NUMBER:
            yield f"    {entry.whole.zh}"
            continue
        number += 1
        code = f"[{entry.key[3]}] " if kind in ("facts", "declarations") else ""
        yield f"    {number}. {code}{entry.whole.zh}"


def _afterword(definition: EditionDefinition, entries: Sequence[Entry]) -> Iterator[str]:
    yield _RULE
    yield from _assumed([entry for entry in entries if entry.origin.assumed])
    read = [entry for entry in entries if entry.origin.reading]
    if read:
        yield f"对条文的理解（{len(read)} 处）："
    for entry in read:
        yield f"  · {entry.label.zh}：{entry.origin.reading}"
    hints = hints_of(definition)
    if hints:
        yield f"请再看一眼（{len(hints)} 处，不是错误）："
    for hint in hints:
        yield f"  · {hint.zh}"


def _assumed(entries: Sequence[Entry]) -> Iterator[str]:
    """One line for each track, and the year's own one by one."""
    yield f"通知没有写明、由年度文件假定的内容（{len(entries)} 处）："
    for track, group in groupby(entries, key=lambda entry: entry.track):
        if track is None:
            yield from (f"  · {entry.name.zh}：{entry.words.zh}" for entry in group)
        else:
            yield f"  · {track}：{'、'.join(_short(entry) for entry in group)}"


def _short(entry: Entry) -> str:
    told = entry.key[2] in _VALUES
    return f"{entry.name.zh} {entry.words.zh}" if told else entry.name.zh
