"""Lists what happened to an application since its present stage was last decided, old and new."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from models.rules.terms.programme import TrackTerms
from server.features.applications.standing_items import (
    KeptPage,
    Stood,
    differ,
    in_their_place,
    item_label,
)
from server.features.reviews.flag_schemas import NamedPaper
from server.features.reviews.schemas import Change, ItemChange, PaperChange
from storage.postgres.core.rows import list_rows

# What was handed in again is the corrections that were resolved in the same act.
_SINCE: Final = """
SELECT l.at, l.actor_role, l.event, l.detail::text AS detail, w.text AS comment,
       CASE WHEN l.event = 'resubmitted' THEN (
           SELECT json_agg(json_build_object('item', k.item, 'before', k.before,
                           'after', k.after, 'answer', k.answer) ORDER BY k.asked_at, k.id)::text
             FROM corrections k WHERE k.application_id = $1 AND k.resolved_at = l.at)
       END AS corrections
  FROM audit l LEFT JOIN audit_comments w ON w.audit_id = l.id
 WHERE l.subject_kind = 'application' AND l.subject_id = $1
   AND l.at > (SELECT max(r.decided_at) FROM reviews r
                WHERE r.application_id = $1 AND r.stage = $2 AND r.state = 'done' AND r.id <> $3)
   AND l.event NOT LIKE 'review.%'
 ORDER BY l.seq
"""
_DETAIL = msgspec.json.Decoder(dict[str, Any])


class _Line(msgspec.Struct, frozen=True):
    at: datetime
    actor_role: str
    event: str
    detail: str
    comment: str | None
    corrections: str | None


class _Found(msgspec.Struct, frozen=True):
    """A value as it was declared, and as the papers show it."""

    old: object
    new: object


class _Corrected(msgspec.Struct, frozen=True):
    """An item as it was asked and as it was handed in again; null where that was not kept yet."""

    item: str
    before: Stood | None
    after: Stood | None
    answer: str | None


_CORRECTED = msgspec.json.Decoder(list[_Corrected])


async def list_changes(
    application_id: UUID, stage: str, review_id: UUID, track: TrackTerms, *, english: bool
) -> list[Change]:
    """In order; empty on the first look, when everything is new. What changed nothing is left out."""
    lines = await list_rows(_Line, _SINCE, application_id, stage, review_id, tx=None)
    found = [_change(line, track, english) for line in lines]
    return [change for change in found if change.event != "edited" or change.items]


def _change(line: _Line, track: TrackTerms, english: bool) -> Change:
    detail = _DETAIL.decode(line.detail)
    values = [
        *_corrected(_CORRECTED.decode(line.corrections or "[]"), track, english),
        *_verified(detail.get("verified") or {}, track, english),
    ]
    items = [value.item for value in values if value.changed] if values else _items(detail)
    return Change(line.at, line.actor_role, line.event, items, line.comment, values)


def _corrected(
    corrections: list[_Corrected], track: TrackTerms, english: bool
) -> Iterator[ItemChange]:
    """Those that were seen to; of one that was only answered old and new are the same."""
    for one in corrections:
        before, after = one.before, one.after
        if before is None or after is None:
            continue
        changed = differ(before, after)
        if not changed and one.answer is None:
            continue
        pairs = in_their_place(before.pages or [], after.pages or [])
        yield ItemChange(
            one.item,
            item_label(track, one.item).in_language(english),
            before.value,
            after.value,
            [PaperChange(_named(old), _named(new)) for old, new in pairs],
            one.answer,
            changed,
        )


def _verified(found: Mapping[str, Any], track: TrackTerms, english: bool) -> Iterator[ItemChange]:
    """What a reviewer or the authority found to be another than declared."""
    for name, change in msgspec.convert(found, dict[str, _Found]).items():
        if not name.endswith("_precision"):
            label = item_label(track, name).in_language(english)
            yield ItemChange(
                name, label, change.old, change.new, [], None, change.old != change.new
            )


def _named(page: KeptPage | None) -> NamedPaper | None:
    return None if page is None else NamedPaper(page.id, page.name)


def _items(detail: Mapping[str, Any]) -> list[str]:
    """Fields that were edited, items that were asked for, the kind of paper that came or went."""
    found = detail.get("fields") or detail.get("items") or [detail.get("kind")]
    return [str(item) for item in found if item is not None]
