"""A track as entries: its head, what is asked, what is given, its path and what follows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.programme.describe.awards import (
    award_words,
    figure_label,
    figure_words,
    row_label,
    row_words,
)
from models.programme.describe.conditions import check_words, condition_words, fact_words
from models.programme.describe.entries import UNKNOWN, Entry, Origin, origin_of
from models.programme.describe.paths import (
    SELECTION_WORDS,
    applicant_words,
    exclusion_words,
    material_words,
    places_words,
    recognition_words,
    stage_words,
)
from models.rules.reasons import Text
from models.rules.terms.programme import Fact, Figure, RegionClass, TrackTerms


def track_entries(track: TrackTerms, regions: Sequence[RegionClass]) -> Iterator[Entry]:
    """Every part of a track; the first entry is the track itself."""
    value = (track.title, track.cite, track.renewal)
    yield _entry(track, (), Text("事项", "Track"), track.title, value, origin=Origin(track.cite))
    yield from _head(track)
    yield from _facts(track, "facts", Text("填报", "Fact"), track.facts)
    yield from _facts(track, "declarations", Text("申报说明", "Declaration"), track.declarations)
    yield from _conditions(track, regions)
    yield from _checks(track)
    yield from _papers(track)
    yield from _award(track)
    yield from _path(track)
    yield from _scoring(track)
    yield from _exclusions(track)
    yield from _afterwards(track)


def _entry(
    track: TrackTerms,
    key: tuple[str, ...],
    name: Text,
    words: Text,
    value: object,
    *,
    origin: Origin = UNKNOWN,
) -> Entry:
    return Entry(("tracks", track.code, *key), name, words, value, origin, track.code)


def _head(track: TrackTerms) -> Iterator[Entry]:
    pool = Text("不使用（总额不限）", "none: not limited")
    if track.award.kind == "none":
        pool = Text("不使用（不涉及资金）", "none: no money is involved")
    if track.pool is not None:
        pool = Text(track.pool, track.pool)
    rows = (
        ("summary", Text("说明", "Summary"), track.summary, track.summary),
        ("responsible", Text("责任单位", "Responsible"), track.responsible, track.responsible),
        ("applicant", Text("谁申报", "Who applies"), applicant_words(track), track.platform),
        ("selection", Text("如何确定", "How it is chosen"), SELECTION_WORDS[track.selection], None),
        ("pool", Text("使用资金池", "Draws on pool"), pool, None),
    )
    sources = {source.name: source for source in track.sources}
    for key, name, words, value in rows:
        if words is not None:
            source = sources.get(key)
            origin = UNKNOWN if source is None else origin_of(source)
            yield _entry(track, (key,), name, words, (words, value, source), origin=origin)


def _facts(track: TrackTerms, kind: str, name: Text, facts: Sequence[Fact]) -> Iterator[Entry]:
    for fact in facts:
        label = Text(f"{name.zh} {fact.name}", f"{name.en} {fact.name}")
        yield _entry(
            track, (kind, fact.name), label, fact_words(fact), fact, origin=Origin(fact.cite)
        )


def _conditions(track: TrackTerms, regions: Sequence[RegionClass]) -> Iterator[Entry]:
    for condition in track.conditions:
        name = Text(f"条件 {condition.id}", f"Condition {condition.id}")
        words = condition.text
        if condition.op != "is_true":
            told = condition_words(condition, track.facts, regions)
            if told.zh != words.zh:
                words = Text(f"{words.zh}：{told.zh}", f"{words.en}: {told.en}")
        key = ("conditions", condition.id)
        yield _entry(track, key, name, words, condition, origin=origin_of(condition))


def _checks(track: TrackTerms) -> Iterator[Entry]:
    for check in track.checks:
        name = Text(f"核对 {check.id}", f"Check {check.id}")
        told = check_words(check, track.stated)
        words = Text(f"{check.text.zh}：{told.zh}", f"{check.text.en}: {told.en}")
        yield _entry(track, ("checks", check.id), name, words, check, origin=origin_of(check))
    if track.retired:
        words = Text("、".join(track.retired), ", ".join(track.retired))
        yield _entry(track, ("retired",), Text("不再填报", "No longer asked"), words, track.retired)


def _papers(track: TrackTerms) -> Iterator[Entry]:
    for paper in track.materials:
        name = Text(f"材料 {paper.kind}", f"Paper {paper.kind}")
        key = ("materials", paper.kind)
        yield _entry(track, key, name, material_words(paper), paper, origin=origin_of(paper))
    if track.clients is not None:
        name = Text("新增用户清单", "List of new clients")
        origin = Origin(track.clients.cite, False, track.clients.reading)
        yield _entry(track, ("clients",), name, track.clients.text, track.clients, origin=origin)


def _award(track: TrackTerms) -> Iterator[Entry]:
    award = track.award
    told = award_words(award, track.stated)
    words = Text(f"{award.text.zh}（{told.zh}）", f"{award.text.en} ({told.en})")
    # Figures and rows are entries of their own: a changed rate alone shows as the rate.
    body = replace(award, figures=(), table=(), assumed=False)
    origin = Origin(award.cite, False, award.reading)
    yield _entry(track, ("award",), Text("补助", "Award"), words, body, origin=origin)
    for figure in award.figures:
        name = figure_label(figure, award)
        yield _figure(track, ("award_figures", figure.name), name, figure_words(figure), figure)
    for row in award.table:
        name = row_label(award, row, track.stated)
        yield _figure(track, ("award_table", row.key), name, row_words(award, row), row.figure)
    yield from _places(track)
    if track.matching is not None:
        rule, name = track.matching, Text("区级配套", "District money")
        origin = Origin(rule.cite, False, rule.reading)
        yield _entry(track, ("matching",), name, rule.text, rule, origin=origin)


def _places(track: TrackTerms) -> Iterator[Entry]:
    if track.places is not None:
        words = places_words(track.places, track.facts)
        figures = [row.figure for row in track.places.rows]
        cites = dict.fromkeys(figure.cite for figure in figures if figure.cite)
        origin = Origin("、".join(cites) or None, any(figure.assumed for figure in figures))
        yield _entry(track, ("places",), Text("名额", "Places"), words, track.places, origin=origin)


def _figure(
    track: TrackTerms, key: tuple[str, ...], name: Text, words: Text, figure: Figure
) -> Entry:
    origin = replace(origin_of(figure), source=figure.source)
    return _entry(track, key, name, words, figure, origin=origin)


def _path(track: TrackTerms) -> Iterator[Entry]:
    sources = {source.name: source for source in track.sources}
    for stage in track.stages:
        name = Text(f"流程 {stage.kind}", f"Step {stage.kind}")
        words, origin = stage_words(stage, track), origin_of(stage)
        yield _entry(track, ("stages", stage.kind), name, words, stage, origin=origin)
        source = sources.get(f"{stage.kind}.workdays")
        if source is not None:
            days = Text(f"{stage.workdays} 个工作日", f"{stage.workdays} working days")
            name = Text("公示时长", "Length of the public notice")
            key = ("workdays", stage.kind)
            yield _entry(track, key, name, days, (stage.workdays, source), origin=origin_of(source))


def _scoring(track: TrackTerms) -> Iterator[Entry]:
    for one in track.criteria:
        name = Text(f"评分项 {one.code}", f"Criterion {one.code}")
        points = one.maximum_points
        words = Text(f"{one.label.zh}，满分 {points} 分", f"{one.label.en}, up to {points} points")
        key = ("criteria", one.code)
        yield _entry(track, key, name, words, one, origin=origin_of(one))
    if track.minimum_experts is not None:
        figure = track.minimum_experts
        name, words = figure_label(figure), figure_words(figure)
        yield _figure(track, ("minimum_experts",), name, words, figure)


def _exclusions(track: TrackTerms) -> Iterator[Entry]:
    for one in track.exclusions:
        name = Text(f"不重复规则 {one.id}", f"Exclusion {one.id}")
        words = exclusion_words(one, track.stated)
        yield _entry(track, ("exclusions", one.id), name, words, one, origin=origin_of(one))


def _afterwards(track: TrackTerms) -> Iterator[Entry]:
    if track.recognition is not None:
        terms, name = track.recognition, Text("列入名单", "Enters a list")
        words, body = recognition_words(terms), replace(terms, figures=())
        yield _entry(track, ("recognition",), name, words, body, origin=origin_of(terms))
        for figure in terms.figures:
            key = ("recognition_figures", figure.name)
            yield _figure(track, key, figure_label(figure), figure_words(figure), figure)
