"""Shows one edition in full: its source, and each track with its rules and clauses."""

from msgspec.structs import asdict

from models.rules.terms.programme import PoolRule
from server.features.programmes.list import edition_statuses, programme_item
from server.features.programmes.published import get_edition
from server.features.programmes.schemas import ClauseView, PoolTermsView, ProgrammeView, SourceView
from server.features.programmes.show_track import track_views
from server.ports import Ports


async def show_programme(code: str, *, english: bool, ports: Ports) -> ProgrammeView:
    """The edition of that code with its current rules. Raises NotFound."""
    edition = await get_edition(code)
    statuses = await edition_statuses([edition], ports=ports)
    rules = edition.definition
    return ProgrammeView(
        **asdict(programme_item(edition, statuses[code], english=english)),
        source=SourceView(rules.policy.document, rules.policy.issued_on),
        period_from=rules.edition.period_from,
        period_to=rules.edition.period_to,
        settles_on=rules.edition.settles_on,
        clauses=[
            ClauseView(clause.id, clause.text.in_language(english), clause.cite)
            for clause in rules.policy.clauses
        ],
        tracks=track_views(rules, english),
        pools=[_pool(pool, english) for pool in rules.pools],
    )


def _pool(pool: PoolRule, english: bool) -> PoolTermsView:
    return PoolTermsView(
        pool.code,
        pool.label.in_language(english),
        pool.order,
        pool.last_award,
        pool.last_award_min_fen,
    )
