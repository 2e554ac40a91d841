"""Checks whether what the holder of a title owes can be handed in now: a re-review, a yearly summary."""

from datetime import date
from uuid import UUID

import msgspec

from models.rules.reasons import Reason, Text
from models.rules.recognition import next_summary, review_is_open
from models.rules.terms.programme import EditionDefinition, TrackTerms
from server.errors import AppError
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx

_HELD = """
SELECT r.valid_from, r.review_due_on,
       ARRAY(SELECT p.year FROM recognition_reports p
              WHERE p.recognition_id = r.id AND p.kind = 'summary') AS reported
  FROM recognitions r
 WHERE r.programme_id = $1 AND r.track = $2 AND r.enterprise_id = $3 AND r.state = 'valid'
 ORDER BY r.id DESC LIMIT 1 FOR NO KEY UPDATE OF r
"""
_UNDER_WAY = """
SELECT a.number FROM applications a JOIN editions e ON e.code = a.edition_id
 WHERE a.enterprise_id = $1 AND e.programme_id = $2 AND a.track = $3
   AND a.status IN ('in_review', 'returned')
 LIMIT 1
"""
_NO_TITLE = Text(
    "贵公司目前没有这项认定，不需要提交；如有疑问请联系主管部门",
    "Your firm does not hold this title",
)


class _Held(msgspec.Struct, frozen=True):
    valid_from: date
    review_due_on: date | None
    reported: list[int]


class NotDue(AppError):
    """There is no such title, or what it obliges to is not due in this year's round."""

    status, code = 409, "not_due"
    title = Text("现在还不需要提交，请按各项说明的时间再来", "Not to be handed in now")


async def refuse_undue(
    tx: Tx, definition: EditionDefinition, track: TrackTerms, enterprise_id: UUID
) -> None:
    """Nothing for a track that stands by itself. Raises NotDue, also while others are under way.

    The title is held until the end of the transaction: of two that are handed in at the same moment
    the second sees the first.
    """
    if track.renewal is None:
        return
    values = (definition.policy.code, track.renewal.of, enterprise_id)
    held = await find_row(_Held, _HELD, *values, tx=tx)
    if held is None:
        raise NotDue(errors=[Reason("track", "no_title", _NO_TITLE, track.cite)])
    await _refuse_second(tx, definition, track, enterprise_id)
    if track.renewal.obligation == "re_review":
        _check_review(definition, track, held.review_due_on)
    else:
        _check_summary(definition, track, held)


async def _refuse_second(
    tx: Tx, definition: EditionDefinition, track: TrackTerms, enterprise_id: UUID
) -> None:
    number = await tx.raw.fetchval(_UNDER_WAY, enterprise_id, definition.policy.code, track.code)
    if number is None:
        return
    text = Text(
        f"已提交的申请 {number} 还在审核中，不用再提交，请等待结果",
        f"{number} is still under review; please wait for its result",
    )
    raise NotDue(errors=[Reason("track", "under_way", text, track.cite)])


def _check_review(definition: EditionDefinition, track: TrackTerms, due_on: date | None) -> None:
    if due_on is not None and review_is_open(due_on, definition.edition.year):
        return
    when = Text(f"{due_on.year} 年", f"the round of {due_on.year}") if due_on else _NEVER
    text = Text(
        f"复核随 {when.zh}度申报一并进行，请到时再提交",
        f"The re-review belongs to {when.en}; hand it in then",
    )
    raise NotDue(errors=[Reason("track", "later", text, track.cite)])


def _check_summary(definition: EditionDefinition, track: TrackTerms, held: _Held) -> None:
    """A year is summed up in that year or later, and once."""
    of = definition.find_track(track.renewal.of) if track.renewal else None
    terms = of.recognition if of else None
    due = next_summary(terms, held.valid_from, held.reported) if terms else None
    if due is not None and due.year <= definition.edition.year:
        return
    year = definition.edition.year
    text = Text(
        f"{year} 年度及以前的工作总结已报送，不用再提交",
        f"Summaries up to {year} are in; there is nothing to hand in",
    )
    raise NotDue(errors=[Reason("track", "later", text, track.cite)])


_NEVER = Text("以后年", "a later round")
