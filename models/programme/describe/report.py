"""A definition as a clerk reads it in Chinese: the year, its money, then track by track."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Final, Literal

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


LineKind = Literal["line", "heading", "item", "detail", "note"]
SectionKind = Literal["edition", "track", "assumed", "readings", "hints"]
_INDENT: Final[Mapping[LineKind, str]] = MappingProxyType(
    {"line": "  ", "heading": "  ", "item": "    ", "detail": "       ", "note": "  · "}
)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line; `heading` stands above the items and details that follow it."""

    kind: LineKind
    text: str


@dataclass(frozen=True, slots=True)
class ReportSection:
    """The year, a track, or one of the lists at the end."""

    kind: SectionKind
    title: str
    lines: tuple[ReportLine, ...]


def report_lines(
    definition: EditionDefinition, beside: EditionDefinition | None = None
) -> Iterator[str]:
    """The sections as a terminal shows them."""
    head, *others = report_sections(definition, beside)
    yield head.title
    yield _RULE
    yield from (line.text for line in head.lines)
    tracks = [section for section in others if section.kind == "track"]
    for section in tracks:
        yield ""
        yield section.title
        yield from _indented(section)
    yield ""
    yield _RULE
    for section in others[len(tracks) :]:
        yield f"{section.title}："
        yield from _indented(section)


def _indented(section: ReportSection) -> Iterator[str]:
    return (f"{_INDENT[line.kind]}{line.text}" for line in section.lines)


def report_sections(
    definition: EditionDefinition, beside: EditionDefinition | None = None
) -> Iterator[ReportSection]:
    """The whole edition, ending with what is assumed, how it was read, and what to look at.

    `beside` was described before: tracks that are equal in both are not repeated.
    """
    known = beside.tracks if beside is not None else ()
    same = [track.code for track in definition.tracks if track in known]
    entries = entries_of(definition)
    title = f"{definition.edition.title.zh}（{definition.edition.code}）"
    head = [
        f"{entry.name.zh}：{entry.whole.zh}"
        for entry in entries
        if entry.track is None and entry.key not in (("edition",), ("policy", "code"))
    ]
    if beside is not None and same:
        head.append(f"与 {beside.edition.code} 完全相同、不再重读的事项：{'、'.join(same)}")
    yield _section("edition", title, head)
    for track in definition.tracks:
        if track.code not in same:
            first, *others = (entry for entry in entries if entry.track == track.code)
            title = f"【{first.track}】{first.whole.zh}"
            yield ReportSection("track", title, tuple(_track(others)))
    yield from _afterword(definition, entries)


def _section(
    kind: SectionKind, title: str, texts: Sequence[str], line: LineKind = "line"
) -> ReportSection:
    return ReportSection(kind, title, tuple(ReportLine(line, text) for text in texts))


def _track(entries: Sequence[Entry]) -> Iterator[ReportLine]:
    """Each group under its heading, numbered as the file has it."""
    group = ""
    number = 0
    for entry in entries:
        kind = entry.key[2]
        heading = _UNDER.get(kind, kind)
        if heading not in _GROUPS:
            yield ReportLine("line", f"{entry.name.zh}：{entry.whole.zh}")
            continue
        if heading != group:
            group, number = heading, 0
            yield ReportLine("heading", _GROUPS[heading])
        if kind in _BY_NAME:
            yield ReportLine("detail", f"{entry.name.zh}：{entry.whole.zh}")
            continue
        if kind in _WITHOUT_NUMBER:
            yield ReportLine("item", entry.whole.zh)
            continue
        number += 1
        code = f"[{entry.key[3]}] " if kind in ("facts", "declarations") else ""
        yield ReportLine("item", f"{number}. {code}{entry.whole.zh}")


def _afterword(definition: EditionDefinition, entries: Sequence[Entry]) -> Iterator[ReportSection]:
    assumed = [entry for entry in entries if entry.origin.assumed]
    title = f"通知没有写明、由年度文件假定的内容（{len(assumed)} 处）"
    yield _section("assumed", title, list(_assumed(assumed)), "note")
    read = [
        f"{entry.label.zh}：{entry.origin.reading}" for entry in entries if entry.origin.reading
    ]
    if read:
        yield _section("readings", f"对条文的理解（{len(read)} 处）", read, "note")
    hints = [hint.zh for hint in hints_of(definition)]
    if hints:
        yield _section("hints", f"请再看一眼（{len(hints)} 处，不是错误）", hints, "note")


def _assumed(entries: Sequence[Entry]) -> Iterator[str]:
    """One line for each track, and the year's own one by one."""
    for track, group in groupby(entries, key=lambda entry: entry.track):
        if track is None:
            yield from (f"{entry.name.zh}：{entry.words.zh}" for entry in group)
        else:
            yield f"{track}：{'、'.join(_short(entry) for entry in group)}"


def _short(entry: Entry) -> str:
    told = entry.key[2] in _VALUES
    return f"{entry.name.zh} {entry.words.zh}" if told else entry.name.zh
