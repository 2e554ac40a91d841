"""Presents applications as lines of a list."""

from collections.abc import Sequence

from models.rules.evidence import missing_materials
from models.rules.lifecycle import EDITABLE
from models.rules.line.ranking import Standing
from models.rules.terms.programme import EditionDefinition
from server.clock import Clock
from server.features.applications.allowed import is_asked
from server.features.applications.item_schemas import ApplicationItem, ItemQueue
from server.features.applications.reader import Reader, next_view
from server.features.applications.schemas import NamedReference
from server.features.applications.view import labels_of
from server.features.programmes.published import definition_of
from server.features.quota.standings import find_standings
from storage.postgres.application_items import ItemRow
from storage.postgres.application_states import read_states
from storage.redis.quota import QuotaRedis


async def present_items(
    rows: Sequence[ItemRow], *, reader: Reader, quota: QuotaRedis, clock: Clock, english: bool
) -> list[ApplicationItem]:
    """With one look at the ranking for each pool, and one at what is around them all."""
    standings = await find_standings(rows, quota=quota)
    states = await read_states([row.id for row in rows], reader.user_id)
    now = clock.now()
    items = []
    for row, standing in zip(rows, standings, strict=True):
        definition, state = await definition_of(row.rule_version_id), states[row.id]
        following = next_view(
            row,
            definition,
            state,
            missing=_missing(row, definition),
            now=now,
            reader=reader,
            english=english,
        )
        items.append(
            ApplicationItem(
                id=row.id,
                number=row.number,
                edition=row.edition_id,
                track=row.track,
                status=row.status,
                stage=row.stage,
                enterprise=_firm(row),
                award_fen=row.award_fen,
                confirm_by=row.confirm_by if is_asked(row, definition) else None,
                queue=_queue(standing),
                labels=labels_of(row, definition, standing, english=english),
                next=following,
                allowed=reader.acts(row, definition, state, now),
            )
        )
    return items


def _missing(row: ItemRow, definition: EditionDefinition) -> int:
    track = definition.find_track(row.track)
    if track is None or row.status not in EDITABLE:
        return 0
    return len(missing_materials(track.materials, dict.fromkeys(row.held_kinds, 1)))


def _firm(row: ItemRow) -> NamedReference | None:
    return (
        None
        if row.enterprise_id is None
        else NamedReference(row.enterprise_id, row.enterprise_name)
    )


def _queue(standing: Standing) -> ItemQueue:
    return ItemQueue(standing.state, standing.position, standing.waiting_position)
