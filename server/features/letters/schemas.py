"""Answers about letters and about the papers that a track asks for."""

from datetime import date
from typing import Annotated, Literal

import msgspec

from models.rules.lifecycle import Status
from server.edge.web.field_types import about


class ShownView(msgspec.Struct, frozen=True):
    """Something that a paper must show."""

    what: Annotated[str, about("须载明的内容", "what must be seen on it")]
    example: Annotated[str, about("示例", "an example, made up")]


class MaterialGuide(msgspec.Struct, frozen=True, kw_only=True):
    """A paper of a track, what it must show, and where to get a sample and a template."""

    kind: str
    label: str
    required: bool
    cite: str | None
    shows: Annotated[list[ShownView], about("须能看清的内容", "what must be seen on it")]
    sample: Annotated[
        str | None, about("样张的地址；空值为没有", "where a sample is; null without one")
    ]
    template: Annotated[
        str | None,
        about("空白模板的地址；空值为没有规定格式", "where a blank form is; null without one"),
    ]


class MaterialGuides(msgspec.Struct, frozen=True):
    items: list[MaterialGuide]


class VerifiedLetter(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a genuine letter today; who it names, as the letter does."""

    paper: Annotated[
        Literal["decision", "receipt"], about("哪一种文件", "which letter it is", "decision")
    ]
    title: Annotated[str, about("文件名称", "what the letter is called")]
    number: str
    programme: Annotated[str, about("政策名称", "name of the programme")]
    year: Annotated[int, about("年度", "the year")]
    track: Annotated[str, about("事项名称", "name of the track")]
    authority: Annotated[str, about("主管部门", "the authority")]
    firm: Annotated[str | None, about("企业名称", "the firm")]
    uscc: Annotated[
        str | None,
        about("统一社会信用代码，遮去大部分", "its code, most of it masked"),
    ]
    issued_on: Annotated[
        date | None,
        about("出具日期；空值为现在没有结果", "day of the letter; null where nothing holds now"),
    ]
    result: Annotated[
        str | None,
        about("现在的审核结果；空值为没有", "the result today; null where there is none"),
    ]
    amount_fen: Annotated[
        int | None,
        about("金额，分；空值为与金额无关", "amount in fen; null where it is not about money"),
    ]
    in_force: Annotated[bool, about("这份文件现在是否有效", "whether this very letter still holds")]
    standing: Annotated[str, about("核验结论", "what the check says, in words")]
    status: Annotated[Status, about("申请现在的状态", "status of the application now")]
    status_label: Annotated[str, about("申请现在的状态", "that status in words")]
