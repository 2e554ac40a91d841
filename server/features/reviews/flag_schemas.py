"""What to look at twice, with both sides of what is alike."""

from typing import Annotated
from uuid import UUID

import msgspec

from server.edge.web.field_types import about


class NamedPaper(msgspec.Struct, frozen=True):
    """A paper, which may be gone by now."""

    id: Annotated[UUID, about("材料编号", "id of the paper")]
    name: Annotated[str, about("文件名", "name of the file")]


class FlaggedPaper(NamedPaper, frozen=True):
    """A paper that can be looked at page by page, next to another."""

    previews: Annotated[int, about("预览图页数", "how many of its pages have a picture")]


class FlagLink(msgspec.Struct, frozen=True):
    """Another application that a flag points to, as far as the reader may open it.

    Where their grants do not reach, only the number is given.
    """

    number: str
    application_id: Annotated[
        UUID | None,
        about("申请编号；空值为无权查看", "id of the application; null: not to be opened"),
    ]
    review_id: Annotated[
        UUID | None,
        about("可打开的审核任务；空值为没有", "a review to open it by; null without one"),
    ]
    own: Annotated[
        FlaggedPaper | None,
        about(
            "本申请的材料；空值为与材料无关", "the paper of this one; null where it is about none"
        ),
    ]
    theirs: Annotated[
        FlaggedPaper | None,
        about(
            "对方的材料；空值为无权查看或与材料无关", "the paper of that one; null: none to open"
        ),
    ]


class Flag(msgspec.Struct, frozen=True):
    """Something to look at twice."""

    code: Annotated[str, about("提示代码", "code of the flag")]
    text: str
    refs: Annotated[
        list[str], about("相关申请受理号或金额", "numbers of applications, or the amounts meant")
    ]
    links: Annotated[
        list[FlagLink],
        about(
            "相同之处的两边，最多 20 条；不涉及其他申请则为空",
            "both sides of what is alike, at most 20; empty where no other application is meant",
        ),
    ]
