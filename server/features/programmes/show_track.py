"""Shows a track with all its rules, the duties that its title brings among them."""

from collections.abc import Sequence

from models.rules.terms.programme import (
    Award,
    ClientList,
    EditionDefinition,
    Exclusion,
    Fact,
    Material,
    RecognitionTerms,
    Stage,
    TrackTerms,
)
from models.rules.terms.recognition import Obligation
from server.features.programmes.track_schemas import (
    ClientListView,
    DutyView,
    ExclusionView,
    FlaggedView,
    MaterialView,
    OptionView,
    PlacesView,
    RecognitionView,
    StageView,
    TrackAwardView,
    TrackConditionView,
    TrackCriterionView,
    TrackFactView,
    TrackView,
)


def track_views(rules: EditionDefinition, english: bool) -> list[TrackView]:
    """All but the tracks of duties, which are shown inside their title's; in the order of the file."""
    return [_track(rules, track, english) for track in rules.tracks if track.renewal is None]


def _track(rules: EditionDefinition, track: TrackTerms, english: bool) -> TrackView:
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
        facts=[_fact(fact, english) for fact in track.facts],
        declarations=[_fact(fact, english) for fact in track.declarations],
        conditions=[
            TrackConditionView(condition.id, condition.text.in_language(english), condition.cite)
            for condition in track.conditions
        ],
        materials=_materials(track.materials, english),
        award=_award(track.award, english),
        stages=_stages(track.stages, english),
        criteria=_criteria(track, english),
        minimum_experts=None if experts is None else experts.value,
        exclusions=[_exclusion(exclusion, english) for exclusion in track.exclusions],
        places=_places(track),
        recognition=None if terms is None else _recognition(terms, english),
        re_review=_duty(rules, track, "re_review", english),
        summary=_duty(rules, track, "summary", english),
        clients=None if track.clients is None else _clients(track.clients, english),
    )


def _fact(fact: Fact, english: bool) -> TrackFactView:
    options = [
        OptionView(option.value, option.label.in_language(english)) for option in fact.options
    ]
    label = fact.label.in_language(english)
    return TrackFactView(
        fact.name, label, fact.type, fact.unit, fact.required, fact.default, options
    )


def _materials(materials: Sequence[Material], english: bool) -> list[MaterialView]:
    return [
        MaterialView(paper.kind, paper.label.in_language(english), paper.required, paper.cite)
        for paper in materials
    ]


def _stages(stages: Sequence[Stage], english: bool) -> list[StageView]:
    return [
        StageView(
            stage.kind, stage.role, stage.title.in_language(english), stage.workdays, stage.by_month
        )
        for stage in stages
    ]


def _criteria(track: TrackTerms, english: bool) -> list[TrackCriterionView]:
    return [
        TrackCriterionView(
            criterion.code,
            criterion.label.in_language(english),
            criterion.maximum_points,
            criterion.cite,
        )
        for criterion in track.criteria
    ]


def _exclusion(exclusion: Exclusion, english: bool) -> ExclusionView:
    text = exclusion.text.in_language(english)
    return ExclusionView(exclusion.id, exclusion.kind, text, exclusion.waivable, exclusion.cite)


def _places(track: TrackTerms) -> list[PlacesView]:
    rule = track.places
    if rule is None:
        return []
    return [PlacesView(rule.by, row.key, row.figure.value, row.figure.cite) for row in rule.rows]


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
        _stages(duty.stages, english),
        duty.cite,
    )


def _clients(clients: ClientList, english: bool) -> ClientListView:
    flagged = clients.flagged
    seen = None
    if flagged is not None:
        seen = FlaggedView(flagged.label.in_language(english), list(flagged.cities))
    cities = list(clients.excluded_cities)
    return ClientListView(clients.text.in_language(english), cities, seen, clients.cite)


def _award(award: Award, english: bool) -> TrackAwardView:
    rows = [row.figure for row in award.table]
    assumed = award.assumed or any(figure.assumed for figure in (*award.figures, *rows))
    return TrackAwardView(award.kind, award.text.in_language(english), award.cite, assumed)
