"""Shows one edition whole: where it comes from, and each track with its rules and clauses."""

from models.rules.programme import Award, EditionDefinition, Fact, Pool, Track
from server.programmes.list import edition_statuses, item_fields
from server.programmes.ports import BrowsingPorts
from server.programmes.published import get_edition
from server.programmes.schemas import (
    AwardView,
    ConditionView,
    FactView,
    MaterialView,
    OptionView,
    PoolView,
    ProgrammeView,
    SourceView,
    StageView,
    TrackView,
)


async def show_programme(code: str, *, english: bool, ports: BrowsingPorts) -> ProgrammeView:
    """The edition of that code with its current rules. Raises NotFound."""
    edition = await get_edition(code)
    statuses = await edition_statuses([edition], ports=ports)
    rules = edition.definition
    return ProgrammeView(
        **item_fields(edition, statuses[code], english=english),
        source=SourceView(rules.policy.document, rules.policy.issued_on),
        period_from=rules.edition.period_from,
        period_to=rules.edition.period_to,
        settles_on=rules.edition.settles_on,
        tracks=_tracks(rules, english),
        pools=[_pool(pool, english) for pool in rules.pools],
    )


def _tracks(rules: EditionDefinition, english: bool) -> list[TrackView]:
    return [_track(track, english) for track in rules.tracks]


def _track(track: Track, english: bool) -> TrackView:
    return TrackView(
        code=track.code,
        title=track.title.in_language(english),
        selection=track.selection,
        applicant=track.applicant,
        facts=[_fact(fact, english) for fact in track.facts],
        conditions=[
            ConditionView(condition.id, condition.text.in_language(english), condition.cite)
            for condition in track.conditions
        ],
        materials=[
            MaterialView(paper.kind, paper.label.in_language(english), paper.required, paper.cite)
            for paper in track.materials
        ],
        award=_award(track.award, english),
        stages=[
            StageView(stage.kind, stage.role, stage.title.in_language(english))
            for stage in track.stages
        ],
    )


def _fact(fact: Fact, english: bool) -> FactView:
    options = [
        OptionView(option.value, option.label.in_language(english)) for option in fact.options
    ]
    label = fact.label.in_language(english)
    return FactView(fact.name, label, fact.type, fact.unit, fact.required, fact.default, options)


def _award(award: Award, english: bool) -> AwardView:
    rows = [row.figure for row in award.table]
    assumed = award.assumed or any(figure.assumed for figure in (*award.figures, *rows))
    return AwardView(award.kind, award.text.in_language(english), award.cite, assumed)


def _pool(pool: Pool, english: bool) -> PoolView:
    return PoolView(
        pool.code,
        pool.label.in_language(english),
        pool.order,
        pool.last_award,
        pool.last_award_min_fen,
    )
