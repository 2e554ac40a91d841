"""What other limits of a pool would do: who would get money, and who would wait again."""

from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec

from models.tables.pools import Pool
from server.edge.web.field_types import about
from server.errors import NotFound
from server.features.editions.access import Actor, check_edition_access
from server.features.editions.resize import problems_below_locked, refuse_without_limit
from server.features.editions.schemas import NewLimits
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.money.line_through import GRANTED, LINE

_MOST: Final = 100
_ROOM: Final = "SELECT *, greatest(last_award_min_fen, 1) AS least FROM pools WHERE id = $1"
_NOW = GRANTED.format(
    fen="(r.budget_fen - r.locked_fen)",
    places="(r.places - r.locked_places)",
    partial="r.last_award = 'partial'",
    least="r.least",
)
_THEN = GRANTED.format(
    fen="($2::bigint - r.locked_fen)",
    places="($3::bigint - r.locked_places)",
    partial="r.last_award = 'partial'",
    least="r.least",
)
# Of one statement, so that figures and names are of one moment.
_PREVIEW: Final = f"""
WITH room AS ({_ROOM}), {LINE},
moved AS (
    SELECT l.claim_id, l.application_id, l.amount_fen, {_NOW} AS now_fen, {_THEN} AS then_fen
      FROM line l JOIN room r ON r.id = l.pool_id),
named AS (
    SELECT a.id AS application_id, a.number, e.name AS enterprise, m.amount_fen,
           m.now_fen::bigint, m.then_fen::bigint
      FROM moved m JOIN applications a ON a.id = m.application_id
      LEFT JOIN enterprises e ON e.id = a.enterprise_id
     WHERE m.now_fen IS DISTINCT FROM m.then_fen ORDER BY a.number LIMIT {_MOST})
SELECT count(now_fen) AS funded_now, coalesce(sum(now_fen), 0)::bigint AS funded_now_fen,
       count(*) - count(now_fen) AS waiting_now,
       count(then_fen) AS funded_then, coalesce(sum(then_fen), 0)::bigint AS funded_then_fen,
       count(*) - count(then_fen) AS waiting_then,
       count(*) FILTER (WHERE then_fen IS NULL AND now_fen IS NOT NULL) AS to_waiting,
       coalesce(sum(now_fen) FILTER (WHERE then_fen IS NULL), 0)::bigint AS to_waiting_fen,
       count(*) FILTER (WHERE now_fen IS NULL AND then_fen IS NOT NULL) AS to_funded,
       coalesce(sum(then_fen) FILTER (WHERE now_fen IS NULL), 0)::bigint AS to_funded_fen,
       count(*) FILTER (WHERE now_fen <> then_fen) AS cut_or_raised,
       (SELECT coalesce(json_agg(n), '[]') FROM named n)::text AS changed
  FROM moved
"""


class PoolSide(msgspec.Struct, frozen=True):
    """A pool under one pair of limits."""

    budget_fen: Annotated[
        int | None, about("预算，分；空值为不限", "budget in fen; null for no limit")
    ]
    places: Annotated[int | None, about("名额；空值为不限", "places; null for no limit")]
    funded: Annotated[int, about("在审而有资金的申请数", "how many are under review with money")]
    funded_fen: Annotated[int, about("在审而有资金的金额，分", "under review with money, in fen")]
    waiting: Annotated[int, about("候补的申请数", "how many wait")]


class MovedSum(msgspec.Struct, frozen=True):
    """How many would move in one direction, and their money."""

    count: Annotated[int, about("件数", "how many")]
    amount_fen: Annotated[int, about("所涉金额，分", "the money that they lose or get, in fen")]


class AffectedApplication(msgspec.Struct, frozen=True):
    """One application that would be touched."""

    application_id: UUID
    number: str
    enterprise: Annotated[
        str | None, about("企业名称；空值为没有", "name of the firm; null without one")
    ]
    amount_fen: Annotated[int, about("申请金额，分", "what it asks, in fen")]
    before: Annotated[Literal["funded", "waiting"], about("现在的状态", "its state now")]
    after: Annotated[Literal["funded", "waiting"], about("调整后的状态", "its state then")]
    granted_before_fen: Annotated[int, about("现在可得，分；候补为 0", "gets now, 0 while waiting")]
    granted_after_fen: Annotated[
        int, about("调整后可得，分；候补为 0", "would get, 0 while waiting")
    ]


class LimitsProblem(msgspec.Struct, frozen=True):
    """Why these limits would be refused."""

    field: Annotated[str, about("字段", "the field")]
    code: str
    message: Annotated[str, about("说明", "why, in words")]


class PoolPreview(msgspec.Struct, frozen=True):
    """What the change would do; nothing has been changed. With `problems` it would be refused."""

    pool: Annotated[str, about("资金池代码", "code of the pool")]
    locked_fen: Annotated[int, about("已锁定（审定）金额，分", "locked, in fen")]
    locked: Annotated[int, about("已锁定的名额数", "places that are locked")]
    before: Annotated[PoolSide, about("现在", "as it is")]
    after: Annotated[PoolSide, about("调整后", "as it would be")]
    to_waiting: Annotated[MovedSum, about("由有资金转为候补", "who would wait again")]
    to_funded: Annotated[MovedSum, about("由候补转为有资金", "who would get money")]
    cut_or_raised: Annotated[
        int, about("仍有资金但金额变化的件数", "how many would keep money, of another amount")
    ]
    changed: Annotated[
        list[AffectedApplication],
        about("受影响的申请，按受理号，最多 100 件", "who is touched, by number, at most 100"),
    ]
    problems: Annotated[
        list[LimitsProblem], about("会被拒绝的原因；空为可以调整", "why it would be refused")
    ]


class _Named(msgspec.Struct, frozen=True):
    application_id: UUID
    number: str
    enterprise: str | None
    amount_fen: int
    now_fen: int | None
    then_fen: int | None


class _Found(msgspec.Struct, frozen=True):
    funded_now: int
    funded_now_fen: int
    waiting_now: int
    funded_then: int
    funded_then_fen: int
    waiting_then: int
    to_waiting: int
    to_waiting_fen: int
    to_funded: int
    to_funded_fen: int
    cut_or_raised: int
    changed: str


async def preview_pool(
    edition: str, pool: str, given: NewLimits, *, by: Actor, english: bool
) -> PoolPreview:
    """By the rule of the line, over the rows as they stand now. Raises NotFound, Invalid."""
    await check_edition_access(edition, by)
    with postgres_errors():
        row = await Pool.get_or_none(edition_id=edition, code=pool)
    if row is None:
        raise NotFound()
    refuse_without_limit(given)
    return await preview_limits(row, given, english=english)


async def preview_limits(row: Pool, given: NewLimits, *, english: bool) -> PoolPreview:
    """The same of a pool that was found, for whoever may see it. Raises NotFound."""
    found = await find_row(_Found, _PREVIEW, row.id, given.budget_fen, given.places, tx=None)
    if found is None:
        raise NotFound()
    return _preview(row, given, found, english)


def _preview(row: Pool, given: NewLimits, found: _Found, english: bool) -> PoolPreview:
    named = msgspec.json.decode(found.changed, type=list[_Named])
    return PoolPreview(
        row.code,
        row.locked_fen,
        row.locked_places,
        PoolSide(
            row.budget_fen, row.places, found.funded_now, found.funded_now_fen, found.waiting_now
        ),
        PoolSide(
            given.budget_fen,
            given.places,
            found.funded_then,
            found.funded_then_fen,
            found.waiting_then,
        ),
        MovedSum(found.to_waiting, found.to_waiting_fen),
        MovedSum(found.to_funded, found.to_funded_fen),
        found.cut_or_raised,
        [_moved(one) for one in named],
        [
            LimitsProblem(one.field, one.code, one.text.in_language(english))
            for one in problems_below_locked(row, given)
        ],
    )


def _moved(one: _Named) -> AffectedApplication:
    return AffectedApplication(
        one.application_id,
        one.number,
        one.enterprise,
        one.amount_fen,
        "waiting" if one.now_fen is None else "funded",
        "waiting" if one.then_fen is None else "funded",
        one.now_fen or 0,
        one.then_fen or 0,
    )
