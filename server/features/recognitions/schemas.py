"""Bodies and answers of the public lists."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Struct

from models.rules.terms.recognition import Span
from server.edge.web.bodies import Body
from server.edge.web.field_types import Reasoning, about


class TitleWithdrawal(Body, frozen=True):
    """`reason` stands on record, `announcement` is the text of the public announcement."""

    reason: Annotated[
        Reasoning, about("理由，留存备查", "the reason, kept on record", "平台已停止运营")
    ]
    announcement: Reasoning


class Withdrawn(Struct, frozen=True):
    """`clients`: what becomes of those who had handed in with this platform."""

    on: Annotated[date, about("撤销日", "day of the withdrawal")]
    reason: str
    announcement: str
    clients: Annotated[
        str, about("对已提交客户的影响", "what becomes of those who had handed in with it")
    ]


class ListEntry(Struct, frozen=True, kw_only=True):
    """A recognised holder."""

    id: UUID
    name: Annotated[str, about("持有者名称", "name of the holder")]
    title: Annotated[str, about("资格名称", "the title")]
    track: str
    edition: str
    district: str
    categories: list[str]
    platform_id: UUID | None
    span: Span
    valid_from: Annotated[date, about("有效期起", "since when it holds")]
    review_due_on: Annotated[
        date | None, about("复核截止日；空值为不复核", "when the re-review is due; null for none")
    ]
    review_overdue: Annotated[bool, about("是否逾期未复核", "whether it is overdue")]
    reviewed_on: Annotated[
        date | None,
        about("上次复核日；空值为未复核", "day of the last re-review; null for none yet"),
    ]
    summary_year: Annotated[
        int | None, about("下次总结所属年度；空值为不交", "year of the next summary; null for none")
    ]
    summary_due_on: Annotated[
        date | None, about("该总结的截止日；空值为不交", "when that summary is due; null for none")
    ]
    state: Annotated[
        Literal["valid", "withdrawn"], about("valid 有效，withdrawn 已撤销", "valid or withdrawn")
    ]
    withdrawn: Annotated[
        Withdrawn | None,
        about("撤销情况；空值为有效", "how it was withdrawn; null while it is valid"),
    ]
