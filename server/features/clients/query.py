"""What a platform's list of clients is narrowed and sorted by."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec
from tortoise.expressions import Q

from models.rules.lifecycle import StageKind, Status
from models.rules.line.ranking import QueueState
from server.edge.web.auth import Identity
from server.edge.web.field_types import EditionCode, Place, Search, TrackCode, about
from server.edge.web.params import Cursor, PageLimit
from server.features.programmes.published import definition_of, refuse_mistyped
from server.features.reviews.clients import applications_of_clients
from server.features.reviews.work_query import matching
from server.features.reviews.worklist import refuse_slip
from storage.postgres.core.rows import list_ids
from storage.postgres.core.subselect import subselect

Sort = Literal["submitted", "due", "amount", "name"]


class ClientFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All narrow: an application is shown that meets every one that is given."""

    edition: Annotated[EditionCode | None, about("只看此届", "only this edition")] = None
    track: Annotated[TrackCode | None, about("只看此方向", "only this track")] = None
    stage: Annotated[StageKind | None, about("只看此步骤", "only this step")] = None
    status: Annotated[Status | None, about("只看此状态", "only this status")] = None
    district: Annotated[Place | None, about("只看此区", "only this district")] = None
    queue: Annotated[
        QueueState | None,
        about("只看此排队状态，按最近一次记录", "only this state in the line, as recorded last"),
    ] = None
    confirmation: Annotated[
        Literal["waiting", "confirmed", "refused"] | None,
        about(
            "由平台代为提交的：waiting 等企业确认，confirmed 企业已确认，refused 企业已否认",
            "of what the platform filed: `waiting` for the firm's word, `confirmed` or `refused` by it",
        ),
    ] = None
    due: Annotated[
        Literal["overdue", "soon"] | None,
        about(
            "overdue 已过截止日，soon 七天内到截止日",
            "`overdue`: its day is past; `soon`: within seven days",
        ),
    ] = None
    q: Annotated[
        Search | None,
        about(
            "在受理号、合同号、企业名中查找，或为完整的统一社会信用代码",
            "looked for in numbers, contract numbers and firms' names; or a firm's whole code",
        ),
    ] = None
    sort: Annotated[
        Sort,
        about(
            "submitted 最近提交的在前，due 先到期的在前，amount 金额大的在前，name 按企业名称",
            "`submitted`: last handed in first; `due`: first due first; `amount`: largest first;"
            " `name`: by the firm's name",
        ),
    ] = "submitted"


class ClientQuery(ClientFilter, frozen=True):
    """One page of them."""

    limit: PageLimit = 20
    cursor: Cursor | None = None


_UNANSWERED: Final[Mapping[str, None]] = MappingProxyType({"confirmed_at": None, "ended_at": None})
_WORDS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "waiting": _UNANSWERED,
        "confirmed": {"confirmed_at__isnull": False},
        "refused": {"refused_at__isnull": False},
    }
)


async def own_clients(query: ClientFilter, by: Identity) -> tuple[str, list[object]]:
    """A statement with their ids, as far as columns of the application and its firm narrow them."""
    wanted: dict[str, Any] = {
        column: value
        for column, value in (
            ("edition_id", query.edition),
            ("track", query.track),
            ("stage", query.stage),
            ("status", query.status),
            ("district", query.district),
        )
        if value is not None
    }
    if query.confirmation is not None:
        wanted |= {"filed_by": "platform", **_WORDS[query.confirmation]}
    if query.confirmation == "waiting":
        wanted |= {"rule_version_id__in": await _asking(by)}
    found = applications_of_clients(by).filter(Q(**wanted))
    if query.q is not None:
        found = found.filter(matching(query.q))
    return subselect(found.values("id"))


async def _asking(by: Identity) -> list[UUID]:
    """The rules by which clients are asked for their word, of those that wait for something."""
    waiting = applications_of_clients(by).filter(filed_by="platform", **_UNANSWERED)
    statement, values = subselect(waiting.values("rule_version_id"))
    distinct = f"SELECT DISTINCT w.rule_version_id AS id FROM ({statement}) w"
    found = await list_ids(distinct, *values, tx=None)
    return [one for one in found if (await definition_of(one)).edition.sme_confirms]


async def refuse_slips(query: ClientFilter) -> None:
    """Where nothing was found. Raises Invalid: a mistyped edition, or a code with a slip in it."""
    await refuse_mistyped(query.edition)
    refuse_slip(query.q)
