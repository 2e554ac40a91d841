"""Shows a track with all its rules, the duties that its title brings among them."""

from collections.abc import Sequence

from models.programme.fact_guides import FactGuides, unit_in_language
from models.rules.eligibility.fact_sources import source_of
from models.rules.terms.programme import (
    ClientList,
    Consistency,
    EditionDefinition,
    Exclusion,
    Fact,
    Material,
    RecognitionTerms,
    Stage,
    TrackTerms,
    ValueSource,
)
from models.rules.terms.recognition import Obligation
from server.features.programmes.fact_schema import OptionView, TrackFactView
from server.features.programmes.show_award import award_view, figure_views
from server.features.programmes.stage_schema import StageView
from server.features.programmes.track_schemas import (
    CheckView,
    ClientListView,
    DutyView,
    ExclusionView,
    FlaggedView,
    MaterialView,
    PlacesView,
    RecognitionView,
    TrackConditionView,
    TrackCriterionView,
    TrackView,
)


def track_views(rules: EditionDefinition, english: bool, guides: FactGuides) -> list[TrackView]:
    """All but the tracks of duties, which are shown inside their title's; in the order of the file."""
    return [
        _track(rules, track, english, guides) for track in rules.tracks if track.renewal is None
    ]


def _track(
    rules: EditionDefinition, track: TrackTerms, english: bool, guides: FactGuides
) -> TrackView:
    experts, terms = track.minimum_experts, track.recognition
    return TrackView(
        code=track.code,
        title=track.title.in_language(english),
        description=None if track.summary is None else track.summary.in_language(english),
        cite=track.cite,
        responsible=None if track.responsible is None else track.responsible.in_language(english),
        selection=track.selection,
        applicant=track.applicant,
        pool=track.pool,
        facts=[fact_view(fact, track, english, guides) for fact in track.facts],
        declarations=[fact_view(fact, track, english, guides) for fact in track.declarations],
        conditions=[
            TrackConditionView(
                condition.id,
                condition.text.in_language(english),
                condition.cite,
                condition.assumed,
                condition.reading,
            )
            for condition in track.conditions
        ],
        checks=[_check(check, english) for check in track.checks],
        materials=_materials(track.materials, english),
        award=award_view(track, english),
        stages=_stages(track, english),
        criteria=_criteria(track, english),
        minimum_experts=None if experts is None else experts.value,
        minimum_experts_assumed=experts is not None and experts.assumed,
        exclusions=[_exclusion(exclusion, english) for exclusion in track.exclusions],
        places=_places(track),
        recognition=None if terms is None else _recognition(terms, english),
        re_review=_duty(rules, track, "re_review", english),
        summary=_duty(rules, track, "summary", english),
        clients=None if track.clients is None else _clients(track.clients, english),
    )


def fact_view(fact: Fact, track: TrackTerms, english: bool, guides: FactGuides) -> TrackFactView:
    """How a fact is asked for."""
    options = [
        OptionView(option.value, option.label.in_language(english)) for option in fact.options
    ]
    guide = guides.get(fact.name)
    return TrackFactView(
        name=fact.name,
        label=fact.label.in_language(english),
        type=fact.type,
        unit=unit_in_language(fact.unit, english=english),
        source=source_of(fact.name, track),
        required=fact.required,
        default=fact.default,
        options=options,
        minimum=fact.minimum,
        maximum=fact.maximum,
        help=None if guide is None else guide.help.in_language(english),
        example=None if guide is None else guide.example,
    )


def _check(check: Consistency, english: bool) -> CheckView:
    return CheckView(
        check.id,
        check.text.in_language(english),
        check.fact,
        check.op,
        check.value,
        check.value_fact,
        check.when,
        check.cite,
        check.assumed,
        check.reading,
    )


def _materials(materials: Sequence[Material], english: bool) -> list[MaterialView]:
    return [
        MaterialView(
            paper.kind,
            paper.label.in_language(english),
            paper.required,
            paper.cite,
            paper.assumed,
            paper.reading,
        )
        for paper in materials
    ]


def _stages(track: TrackTerms, english: bool) -> list[StageView]:
    lengths = {source.name: source for source in track.sources}
    return [_stage(stage, lengths.get(f"{stage.kind}.workdays"), english) for stage in track.stages]


def _stage(stage: Stage, length: ValueSource | None, english: bool) -> StageView:
    """`length`: where that of a public notice comes from, if not from the step itself."""
    itself = stage.assumed and stage.workdays is not None
    return StageView(
        stage.kind,
        stage.role,
        stage.title.in_language(english),
        stage.workdays,
        stage.by_month,
        stage.cite,
        stage.assumed,
        stage.reading,
        itself if length is None else length.assumed,
        None if length is None else length.reading,
        stage.bulk_rule,
        stage.explain,
    )


def _criteria(track: TrackTerms, english: bool) -> list[TrackCriterionView]:
    return [
        TrackCriterionView(
            criterion.code,
            criterion.label.in_language(english),
            criterion.maximum_points,
            criterion.cite,
            criterion.assumed,
            criterion.reading,
        )
        for criterion in track.criteria
    ]


def _exclusion(exclusion: Exclusion, english: bool) -> ExclusionView:
    text = exclusion.text.in_language(english)
    return ExclusionView(
        exclusion.id,
        exclusion.kind,
        text,
        exclusion.waivable,
        exclusion.cite,
        exclusion.assumed,
        exclusion.reading,
    )


def _places(track: TrackTerms) -> list[PlacesView]:
    rule = track.places
    if rule is None:
        return []
    figures = [(row.key, row.figure) for row in rule.rows]
    return [
        PlacesView(rule.by, key, one.value, one.cite, one.assumed, one.reading)
        for key, one in figures
    ]


def _recognition(terms: RecognitionTerms, english: bool) -> RecognitionView:
    figures = {figure.name: figure.value for figure in terms.figures}
    return RecognitionView(
        title=terms.title.in_language(english),
        span=terms.span,
        platform=terms.platform,
        categories=terms.categories,
        modes=terms.modes,
        title_by=terms.title_by,
        review_years=figures.get("review_years"),
        remind_days=figures.get("remind_days"),
        summary_month=figures.get("summary_month"),
        cite=terms.cite,
        assumed=terms.assumed,
        reading=terms.reading,
        figures=figure_views(terms.figures, english),
    )


def _duty(
    rules: EditionDefinition, track: TrackTerms, obligation: Obligation, english: bool
) -> DutyView | None:
    duty = rules.find_track(f"{track.code}.{obligation}")
    if duty is None:
        return None
    return DutyView(
        duty.code,
        duty.title.in_language(english),
        _materials(duty.materials, english),
        _stages(duty, english),
        duty.cite,
    )


def _clients(clients: ClientList, english: bool) -> ClientListView:
    flagged = clients.flagged
    seen = None
    if flagged is not None:
        label, cities = flagged.label.in_language(english), list(flagged.cities)
        seen = FlaggedView(label, cities, flagged.cite, flagged.assumed, None)
    text, excluded = clients.text.in_language(english), list(clients.excluded_cities)
    return ClientListView(text, excluded, seen, clients.cite, False, clients.reading)
