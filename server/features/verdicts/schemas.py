"""Bodies and answers of deciding reviews."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from server.edge.web.bodies import Body
from server.edge.web.field_types import (
    Clause,
    Code,
    CorrectionItem,
    Fen,
    LongText,
    Moment,
    Reasoning,
    about,
)
from server.features.reviews.schemas import Verdict

Ids = Annotated[list[UUID], Meta(min_length=1, max_length=500)]


class Check(Body, frozen=True):
    """What was found of one kind of paper."""

    ok: Annotated[bool, about("是否通过核对", "whether it was found right", True)]
    comment: LongText | None = None


Checklist = Annotated[
    Annotated[dict[Code, Check], Meta(max_length=100)],
    about(
        "材料核对结果，按种类",
        "what was found, by kind of paper",
        {"service_contract": {"ok": True}},
    ),
]


class Item(Body, frozen=True):
    """One thing to correct: a kind of paper, a particular, or `facts.<name>`."""

    item: CorrectionItem
    reason: Annotated[
        Reasoning, about("须更正的原因", "why it must be corrected", "发票抬头与企业名称不一致")
    ]


class Verified(Body, frozen=True):
    """What the papers show, where it differs from what was declared."""

    paid_at: Annotated[
        Moment | None,
        about(
            "材料所示付款时刻；空值为与申报一致",
            "payment as the papers show it; null: as declared",
            "2026-03-05",
        ),
    ] = None
    signed_at: Annotated[
        Moment | None,
        about(
            "材料所示签约时刻；空值为与申报一致",
            "signing as the papers show it; null: as declared",
            "2026-03-01",
        ),
    ] = None
    paid_fen: Annotated[
        Fen | None,
        about(
            "材料所示已付金额，分；空值为与申报一致",
            "what was paid, in fen; null: as declared",
            600000,
        ),
    ] = None


class Decision(Body, frozen=True):
    """`checklist` by kind of paper; `award_fen` only where the deciding body sets the amount."""

    verdict: Annotated[
        Verdict,
        about(
            "pass 通过，return 退回补正，reject 不通过",
            "pass, return (needs `items`) or reject (needs `comment`)",
        ),
    ]
    comment: LongText | None = None
    checklist: Checklist = msgspec.field(default_factory=dict)
    items: Annotated[
        Annotated[list[Item], Meta(max_length=100)] | None,
        about("退回时须补正的内容", "what to correct, for a return"),
    ] = None
    verified: Annotated[
        Verified | None,
        about("材料所示与申报不同之处", "where the papers differ from what was declared"),
    ] = None
    award_fen: Annotated[
        Fen | None,
        about(
            "审定金额，分；仅由评审机构定额的方向可填",
            "in fen, only where the deciding body sets the amount",
        ),
    ] = None
    cite: Annotated[
        Clause | None,
        about(
            "不通过所依据的条款；不填则取未通过核对的材料或本环节的条款",
            "the clause that a rejection rests on; without one that of the paper that failed, or of"
            " the step",
            "四(二)1",
        ),
    ] = None


class Endorsement(Body, frozen=True):
    """A platform's word on its own client's application."""

    verdict: Annotated[
        Verdict,
        about(
            "pass 推荐，return 退回补正，reject 不推荐",
            "pass, return (needs `items`) or reject (needs `comment`)",
        ),
    ]
    comment: LongText | None = None
    items: Annotated[
        Annotated[list[Item], Meta(max_length=100)] | None,
        about("退回时须补正的内容", "what to correct, for a return"),
    ] = None
    cite: Annotated[
        Clause | None,
        about(
            "不通过所依据的条款；不填则取未通过核对的材料或本环节的条款",
            "the clause that a rejection rests on; without one that of the paper that failed, or of"
            " the step",
            "四(二)1",
        ),
    ] = None

    def as_decision(self) -> Decision:
        return Decision(
            verdict=self.verdict, comment=self.comment, items=self.items, cite=self.cite
        )


class BulkPass(Body, frozen=True):
    """Many passed in one act; comment and checklist go to each.

    Where the path's step says `bulk: statement`, the checklist names every required kind of paper.
    """

    ids: Annotated[Ids, about("要通过的编号，最多 500", "what is to pass, at most 500")]
    verdict: Annotated[Literal["pass"], about("只能为 pass", "always `pass`")]
    comment: LongText | None = None
    checklist: Checklist = msgspec.field(default_factory=dict)


class BulkQuestion(Body, frozen=True):
    """What somebody thinks of passing in one act."""

    ids: Annotated[Ids, about("想通过的编号，最多 500", "what may pass, at most 500")]


class ResultProblem(msgspec.Struct, frozen=True):
    """One reason of a refusal, as in a problem's `errors`."""

    field: Annotated[str, about("哪一项", "what it is about")]
    code: Annotated[str, about("原因代码", "code of the reason")]
    message: str


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of one id; a refusal says why, in words."""

    id: Annotated[UUID, about("对应的编号", "the id that it is about")]
    ok: Annotated[bool, about("是否成功", "whether it went through")]
    code: Annotated[
        str | None,
        about("未成功的错误代码；成功则无", "code of the refusal; absent if it went through"),
    ] = None
    number: Annotated[
        str | None,
        about("申请的受理编号；没有找到则无", "the application's number; absent if not found"),
    ] = None
    message: Annotated[
        str | None, about("未成功的原因；成功则无", "why not, in words; absent if it went through")
    ] = None
    errors: Annotated[
        list[ResultProblem], about("逐项原因；成功则无", "each reason; absent if it went through")
    ] = msgspec.field(default_factory=list)


class Results(msgspec.Struct, frozen=True):
    results: Annotated[list[Result], about("逐项结果", "what came of each")]


class StatedPaper(msgspec.Struct, frozen=True):
    """A kind of paper that a pass in bulk must say was checked in each."""

    kind: str
    label: str


class BulkCheck(msgspec.Struct, frozen=True):
    """What a pass in bulk would come to; nothing is done. The sums are of those that can."""

    count: Annotated[int, about("现在可以通过的件数", "how many can pass now")]
    amount_fen: Annotated[int, about("可以通过的金额合计，分", "what they come to, in fen")]
    statement: Annotated[
        list[StatedPaper],
        about("须说明已逐件核对的材料种类", "kinds of paper to be stated as checked in each"),
    ]
    results: Annotated[list[Result], about("逐项能否通过", "whether each can pass")]
