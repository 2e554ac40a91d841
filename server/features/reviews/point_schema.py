"""What a reviewer goes through, one by one."""

from typing import Annotated, Literal

import msgspec

from server.edge.web.field_types import about


class ReviewPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of paper with what it must show, or a stated value; a correction can ask for it."""

    item: Annotated[
        str, about("材料种类或填报项，退回时用", "kind of paper or field, as a return names it")
    ]
    label: str
    sort: Annotated[
        Literal["paper", "particular", "fact", "clients"],
        about(
            "paper 材料，particular 基本填报项，fact 申报条件，clients 客户清单",
            "a paper, a particular, a fact, or the list of clients",
        ),
    ]
    required: Annotated[bool, about("是否必备材料", "whether it must be there")] = False
    cite: str | None = None
    shows: Annotated[list[str], about("材料应当载明的内容", "what the paper must show")] = []
    text: Annotated[
        str | None,
        about("所填内容的说法；空值为材料或未填", "the value in words; null for papers, or none"),
    ] = None
