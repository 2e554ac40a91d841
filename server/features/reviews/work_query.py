"""What a reader of the work list may ask for, as a filter."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from tortoise.expressions import Q

from models.rules.lifecycle import StageKind
from models.rules.reminding import soon_until
from models.rules.text.compared import compared
from models.rules.uscc import normalise_uscc
from models.rules.workdays import Calendar
from server.edge.web.field_types import EditionCode, Place, Search, TrackCode, about
from server.edge.web.params import Query

Sort = Literal["key", "due", "amount", "handed_in", "decided"]


class ReviewQuery(Query, frozen=True):
    """`open`: still to be decided; `mine`: of those the ones that I hold; `done`: decided."""

    stage: Annotated[StageKind | None, about("只看此步骤", "only this step")] = None
    edition: Annotated[EditionCode | None, about("只看此届", "only this edition")] = None
    state: Annotated[
        Literal["open", "mine", "done"],
        about(
            "open 待审，mine 我领取的，done 已审",
            "`open`: to be decided; `mine`: held by me; `done`: decided",
        ),
    ] = "open"
    q: Search | None = None
    track: Annotated[TrackCode | None, about("只看此方向", "only this track")] = None
    district: Annotated[Place | None, about("只看此区", "only this district")] = None
    platform_id: Annotated[
        UUID | None, about("只看此平台的客户", "only clients of this platform")
    ] = None
    due: Annotated[
        Literal["overdue", "soon"] | None,
        about(
            "overdue 已逾期，soon 三个工作日内到期",
            "`overdue`: past its last day; `soon`: due within three working days",
        ),
    ] = None
    sort: Annotated[
        Sort,
        about(
            "key 排队顺序，due 先到期在前，amount 金额大的在前，handed_in 先提交在前，"
            "decided 新办结在前",
            "`key`: the line's order; `due`: first due first; `amount`: largest first;"
            " `handed_in`: first handed in first; `decided`: last decided first",
        ),
    ] = "key"


def wanted(query: ReviewQuery, today: date, calendar: Calendar) -> Q:
    """All of the query but its order, its page and whose they are."""
    given: dict[str, Any] = {
        "stage": query.stage,
        "application__edition_id": query.edition,
        "application__track": query.track,
        "application__district": query.district,
        "application__platform_id": query.platform_id,
    }
    asked = {name: value for name, value in given.items() if value is not None}
    asked["state"] = "done" if query.state == "done" else "open"
    if query.due == "overdue":
        asked["due_on__lt"] = today
    elif query.due == "soon":
        asked |= {"due_on__gte": today, "due_on__lte": soon_until(calendar, today)}
    if query.q is None:
        return Q(**asked)
    return Q(Q(**asked), matching(query.q, "application__"))


def matching(text: str, prefix: str = "") -> Q:
    """Applications whose number, contract or firm holds this text, or whose firm has this code."""
    sought = compared(text)
    parts: list[dict[str, Any]] = [
        {f"{prefix}number__icontains": sought},
        {f"{prefix}contract_compared__contains": sought},
        {f"{prefix}enterprise__name_compared__contains": sought},
        {f"{prefix}enterprise__uscc": normalise_uscc(text)},
    ]
    return Q(*(Q(**part) for part in parts), join_type=Q.OR)
