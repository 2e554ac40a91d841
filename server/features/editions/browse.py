"""Lists the editions that an authority decides, or an inspector reads, with their money."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from models.rules.line.ranking import Figures
from models.rules.terms.programme import TrackTerms
from models.tables.pools import Pool
from models.tables.programmes import Edition
from server.clock import Clock
from server.edge.web.auth import Identity
from server.features.editions.schemas import EditionPool, EditionTrack, OwnEdition
from server.features.identity.scope import Scope
from server.features.programmes.published import PublishedEdition, list_editions
from server.features.quota.figures import PoolFigures, locked_figures, pool_view
from server.roles import READING_EDITIONS
from storage.errors import StoreUnavailable
from storage.postgres.core.transaction import postgres_errors
from storage.redis.quota import QuotaRedis


async def list_own_editions(
    *, by: Identity, quota: QuotaRedis, clock: Clock, english: bool
) -> list[OwnEdition]:
    """Those that a grant reaches as a whole, the newest window first; figures of this moment."""
    within = Scope.of(by, *READING_EDITIONS).editions()
    with postgres_errors():
        rows = {row.code: row for row in await Edition.filter(within)}
        pools = await Pool.filter(edition_id__in=list(rows)).order_by("code")
    figures = await _figures([pool.id for pool in pools], quota)
    of_edition: dict[str, list[Pool]] = defaultdict(list)
    for pool in pools:
        of_edition[pool.edition_id].append(pool)
    return [
        _own(
            edition,
            rows[edition.code],
            of_edition[edition.code],
            figures,
            clock=clock,
            english=english,
        )
        for edition in await list_editions()
        if edition.code in rows
    ]


async def _figures(pools: Sequence[UUID], quota: QuotaRedis) -> Mapping[UUID, Figures | None]:
    """Empty while the ranking does not answer: what the rows know is shown as stale then."""
    try:
        return await quota.figures_of(pools) if pools else {}
    except StoreUnavailable:
        return {}


def _own(
    edition: PublishedEdition,
    row: Edition,
    pools: Sequence[Pool],
    figures: Mapping[UUID, Figures | None],
    *,
    clock: Clock,
    english: bool,
) -> OwnEdition:
    now, rules = clock.now(), edition.definition
    shown = []
    for pool in pools:
        live = figures.get(pool.id)
        known = locked_figures(pool.budget_fen, pool.places, pool.locked_fen, pool.locked_places)
        view = pool_view(PoolFigures(pool.code, live or known, now, stale=live is None))
        terms = rules.find_pool(pool.code)
        label = pool.code if terms is None else terms.label.in_language(english)
        shown.append(EditionPool(label=label, **msgspec.structs.asdict(view)))
    return OwnEdition(
        code=edition.code,
        programme=edition.programme_code,
        year=edition.year,
        title=rules.edition.title.in_language(english),
        status=edition.window.status(now),
        opens_at=edition.window.opens_at,
        closes_at=edition.window.closes_at,
        closed_at=row.closed_at,
        settled_at=row.settled_at,
        settles_on=rules.edition.settles_on,
        tracks=[_track(track, english) for track in rules.tracks],
        pools=shown,
    )


def _track(track: TrackTerms, english: bool) -> EditionTrack:
    return EditionTrack(
        code=track.code,
        title=track.title.in_language(english),
        pool=track.pool,
        gives_money=track.award.kind != "none",
        scored=any(stage.kind == "score" for stage in track.stages),
        publicity=any(stage.kind == "publicity" for stage in track.stages),
        waivable=_is_waivable(track),
        recognition=track.recognition is not None,
    )


def _is_waivable(track: TrackTerms) -> bool:
    """As the waiver itself asks: every once-only rule allows exceptions, and there is one."""
    rules = [rule for rule in track.exclusions if rule.kind != "received_elsewhere"]
    strict = [rule for rule in rules if not rule.waivable or rule.kind == "once_per_tier"]
    return bool(rules) and not strict
