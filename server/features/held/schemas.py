"""What is held as the authority and its writers see it, and the word about it."""

from typing import Annotated
from uuid import UUID

import msgspec

from models.rules.contents import ContentKind, Doubt, HeldState
from server.edge.web.bodies import Body
from server.edge.web.field_types import Instant, Reasoning, about
from server.edge.web.params import Query
from server.features.attachments.schemas import AttachmentView

StateField = Annotated[
    HeldState,
    about(
        "waiting 待审核，passed 已通过，refused 未通过，replaced 已被后来填写的替换",
        "waiting, passed, refused, or replaced by what was written later",
    ),
]


class HeldQuery(Query, frozen=True):
    """Without `state` what waits, the oldest first."""

    state: Annotated[HeldState, about("只看此状态的内容", "only what is in this state")] = "waiting"
    kind: Annotated[ContentKind | None, about("只看这一类内容", "only content of this kind")] = None


class HeldRefusal(Body, frozen=True):
    """Why it is not shown; its writer reads it."""

    reason: Annotated[
        Reasoning,
        about("不予显示的原因，会告知填写人", "why it is not shown", "请删去“返现”一类的承诺"),
    ]


class HeldText(msgspec.Struct, frozen=True):
    """One field of it."""

    field: Annotated[str, about("字段", "name of the field")]
    label: str
    text: Annotated[str, about("填写的内容", "what was written")]


class HeldContentView(msgspec.Struct, frozen=True, kw_only=True):
    """What one person wrote in one place, and why it waits."""

    id: UUID
    kind: Annotated[
        ContentKind,
        about(
            "profile 平台资料，plan 服务方案，objection 公示异议，rating 服务评价，"
            "rating_answer 对评价的回复，picture 平台图片",
            "profile, plan, objection, rating, rating_answer or picture",
        ),
    ]
    kind_text: Annotated[str, about("内容种类的名称", "the kind in words")]
    subject_id: Annotated[
        UUID, about("所属资料的编号（平台、方案、异议、评价或图片）", "id of what it belongs to")
    ]
    about: Annotated[
        str, about("平台名称或公示所属届次", "name of the platform, or code of the edition")
    ]
    texts: Annotated[list[HeldText], about("填写的内容", "what was written, field by field")]
    picture: Annotated[
        str | None,
        about("图片的地址，供审核；空值为不是图片", "where to look at a picture; null for texts"),
    ]
    papers: Annotated[
        list[AttachmentView],
        about("异议所附材料，供审核", "the papers of an objection, to be looked at with it"),
    ]
    why: Annotated[
        Doubt,
        about(
            "words 用语，risky、review 微信的判断，no_verdict 微信没有结论，picture 图片",
            "words of our list, WeChat's risky or review, no_verdict, or a picture",
        ),
    ]
    why_text: Annotated[str, about("待审核的原因", "why it waits, in words")]
    found: Annotated[list[str], about("查到的用语或微信的分类编号", "the words, or WeChat's label")]
    held_at: Annotated[Instant, about("提交时刻", "when it was handed in")]
    state: StateField
    decided_at: Annotated[
        Instant | None, about("审核时刻；空值为未审核", "when it was decided; null until then")
    ]
    reason: Annotated[
        str | None, about("未通过的原因；空值为没有", "why it was refused; null unless it was")
    ]
