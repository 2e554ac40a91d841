"""Answers of the start page."""

from datetime import date
from typing import Annotated, Literal

import msgspec

from models.rules.desk_words import DeskCode, DeskList, DeskSection
from server.edge.web.field_types import Instant, about


class DeskLink(msgspec.Struct, frozen=True, omit_defaults=True):
    """The list that a figure counts, with what narrows it; what is not said narrows nothing."""

    list: Annotated[DeskList, about("所指的列表", "the list that is meant")]
    edition: Annotated[str | None, about("届次代码", "code of the edition")] = None
    stage: Annotated[str | None, about("环节", "the step")] = None
    state: Annotated[str | None, about("状态", "the state")] = None
    due: Annotated[
        Literal["overdue", "soon"] | None, about("逾期或将到期", "overdue or due soon")
    ] = None


class DeskFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One number of the start page. Never 0, but for money."""

    code: Annotated[DeskCode, about("数字代码", "code of the figure")]
    section: Annotated[
        DeskSection,
        about(
            "waiting 待办，mine 我领取的，changed 新变化，running 进行中，money 资金",
            "what waits, what I hold, what changed, what runs, money",
        ),
    ]
    label: str
    role: Annotated[
        str | None, about("以何角色；空值为不分", "in which role; null where it is all one")
    ]
    edition: Annotated[str | None, about("届次代码；空值为不分", "the edition; null for all")] = (
        None
    )
    edition_title: Annotated[str | None, about("届次名称；空值为不分", "its title; null for all")]
    count: Annotated[int, about("件数", "how many")]
    overdue: Annotated[int, about("其中已逾期", "of these past their last day")]
    soon: Annotated[int, about("其中三个工作日内到期", "of these due within three working days")]
    new: Annotated[int, about("其中自 since_on 起新来的", "of these come since `since_on`")]
    oldest_at: Annotated[
        Instant | None,
        about("最早一件的时刻；空值为没有", "since when the oldest waits; null for none"),
    ]
    due_on: date | None
    amount_fen: Annotated[
        int | None, about("金额，分；空值为不涉及", "money in fen; null where it is none")
    ]
    link: Annotated[DeskLink, about("对应的列表", "the list that it counts")]


class DeskView(msgspec.Struct, frozen=True):
    """All figures of the caller's grants; nothing to do is an empty list."""

    as_of: Instant
    since_on: Annotated[
        date, about("“新”从哪天算起：上一个工作日", "what is new came on this day or later")
    ]
    items: Annotated[list[DeskFigure], about("各项数字，要紧的在前", "the figures, pressing first")]
