"""A track as entries: its head, what is asked, what is given, its path and what follows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.programme_words.awards import (
    award_words,
    figure_label,
    figure_words,
    row_label,
    row_words,
)
from models.programme_words.conditions import condition_words, fact_words
from models.programme_words.entries import Entry, figure_origin, origin, plus
from models.programme_words.paths import (
    SELECTION_WORDS,
    applicant_words,
    exclusion_words,
    material_words,
    places_words,
    recognition_words,
    stage_words,
)
from models.rules.programme import Figure, RegionClass, Track
from models.rules.reasons import Text


def track_entries(track: Track, regions: Sequence[RegionClass]) -> Iterator[Entry]:
    """Every part of a track; the first entry is the track itself."""
    yield _entry(track, (), Text("事项", "Track"), track.title, (track.title, track.renewal))
    yield from _head(track)
    yield from _asked(track, regions)
    yield from _award(track)
    yield from _path(track)
    yield from _afterwards(track)


def _entry(track: Track, key: tuple[str, ...], label: Text, words: Text, value: object) -> Entry:
    named = Text(f"{track.code} · {label.zh}", f"{track.code} · {label.en}")
    return Entry(("tracks", track.code, *key), named, words, value)


def _head(track: Track) -> Iterator[Entry]:
    pool = track.pool or "-"
    cite = track.cite or "-"
    rows = (
        ("cite", Text("依据条款", "Clause"), Text(cite, cite), track.cite),
        ("applicant", Text("谁申报", "Who applies"), applicant_words(track), None),
        ("selection", Text("如何确定", "How it is chosen"), SELECTION_WORDS[track.selection], None),
        ("pool", Text("使用资金池", "Draws on pool"), Text(pool, pool), None),
        ("summary", Text("说明", "Summary"), track.summary, track.summary),
        ("responsible", Text("责任单位", "Responsible"), track.responsible, track.responsible),
    )
    for name, label, words, value in rows:
        if words is not None:
            whole = track.platform if name == "applicant" else value
            yield _entry(track, (name,), label, words, (words, whole))
    for source in track.sources:
        label = Text(f"{source.name} 的依据", f"Source of {source.name}")
        words = origin(source.cite, source.assumed, source.reading)
        yield _entry(track, ("sources", source.name), label, words, source)


def _asked(track: Track, regions: Sequence[RegionClass]) -> Iterator[Entry]:
    for kind, zh, en, facts in (
        ("facts", "填报内容", "Fact", track.facts),
        ("declarations", "申报说明", "Declaration", track.declarations),
    ):
        for fact in facts:
            label = Text(f"{zh} {fact.name}", f"{en} {fact.name}")
            yield _entry(track, (kind, fact.name), label, fact_words(fact), fact)
    for condition in track.conditions:
        label = Text(f"条件 {condition.id}", f"Condition {condition.id}")
        told = condition_words(condition, track.facts, regions)
        words = Text(f"{condition.text.zh}:{told.zh}", f"{condition.text.en}: {told.en}")
        words = plus(words, origin(condition.cite, condition.assumed, condition.reading))
        yield _entry(track, ("conditions", condition.id), label, words, condition)
    for material in track.materials:
        label = Text(f"材料 {material.kind}", f"Paper {material.kind}")
        words = plus(
            material_words(material), origin(material.cite, material.assumed, material.reading)
        )
        yield _entry(track, ("materials", material.kind), label, words, material)
    if track.clients is not None:
        label = Text("新增用户清单", "List of new clients")
        words = plus(track.clients.text, origin(track.clients.cite, False, track.clients.reading))
        yield _entry(track, ("clients",), label, words, track.clients)


def _award(track: Track) -> Iterator[Entry]:
    award = track.award
    told = award_words(award, track.stated)
    words = Text(f"{award.text.zh}({told.zh})", f"{award.text.en} ({told.en})")
    words = plus(words, origin(award.cite, award.assumed, award.reading))
    # Figures and rows stand below: a changed rate alone is told as the rate.
    body = replace(award, figures=(), table=(), assumed=False)
    yield _entry(track, ("award",), Text("补助", "Award"), words, body)
    for figure in award.figures:
        label = figure_label(figure, award)
        yield _figure(track, ("award_figures", figure.name), label, figure_words(figure), figure)
    for row in award.table:
        label = row_label(award, row, track.stated)
        yield _figure(track, ("award_table", row.key), label, row_words(award, row), row.figure)


def _figure(track: Track, key: tuple[str, ...], label: Text, words: Text, figure: Figure) -> Entry:
    return _entry(track, key, label, plus(words, figure_origin(figure)), figure)


def _path(track: Track) -> Iterator[Entry]:
    for number, stage in enumerate(track.stages, start=1):
        label = Text(f"流程 {stage.kind}", f"Step {stage.kind}")
        words = plus(stage_words(stage), origin(stage.cite, stage.assumed, stage.reading))
        yield _entry(track, ("stages", stage.kind), label, words, (number, stage))
    for criterion in track.criteria:
        label = Text(f"评分项 {criterion.code}", f"Criterion {criterion.code}")
        points = criterion.maximum_points
        words = Text(
            f"{criterion.label.zh},满分 {points} 分", f"{criterion.label.en}, up to {points} points"
        )
        words = plus(words, origin(criterion.cite, criterion.assumed))
        yield _entry(track, ("criteria", criterion.code), label, words, criterion)
    if track.minimum_experts is not None:
        figure = track.minimum_experts
        yield _figure(
            track, ("minimum_experts",), figure_label(figure), figure_words(figure), figure
        )


def _afterwards(track: Track) -> Iterator[Entry]:
    for exclusion in track.exclusions:
        label = Text(f"不重复规则 {exclusion.id}", f"Exclusion {exclusion.id}")
        words = plus(
            exclusion_words(exclusion, track.stated),
            origin(exclusion.cite, exclusion.assumed, exclusion.reading),
        )
        yield _entry(track, ("exclusions", exclusion.id), label, words, exclusion)
    if track.places is not None:
        words = places_words(track.places, track.facts)
        yield _entry(track, ("places",), Text("名额", "Places"), words, track.places)
    if track.matching is not None:
        rates = [(figure.name, figure.value) for figure in track.matching.rates]
        words = plus(
            track.matching.text, origin(track.matching.cite, False, track.matching.reading)
        )
        label = Text("区级配套", "District money")
        yield _entry(track, ("matching",), label, words, (track.matching, rates))
    if track.recognition is not None:
        terms = track.recognition
        words = plus(recognition_words(terms), origin(terms.cite, terms.assumed, terms.reading))
        yield _entry(track, ("recognition",), Text("列入名单", "Enters a list"), words, terms)
