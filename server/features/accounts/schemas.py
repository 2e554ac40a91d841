"""Answers about a person's own account."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.edge.web.field_types import Instant, about
from server.features.accounts.words import ACCOUNT_WORDS, Topic, Words
from server.features.identity.who_am_i import ContactPhone


class AccountQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`leave_firms`: also where a firm is then left without an owner."""

    leave_firms: Annotated[
        bool,
        about(
            "名下企业将没有负责人时，是否仍然注销；先看 GET /account 的 firms",
            "close it although a firm is left without an owner; see `firms` of GET /account",
        ),
    ] = False


class AgreedText(msgspec.Struct, frozen=True):
    """A version of the privacy text that the person agreed to."""

    text_version: Annotated[str, about("隐私说明的版本", "version of the privacy text")]
    at: Annotated[Instant, about("同意时刻", "when they agreed")]


class HeldFirm(msgspec.Struct, frozen=True):
    """A firm that the person acts for, and what would become of it without them."""

    id: UUID
    name: str
    role: Annotated[
        Literal["owner", "staff", "platform"],
        about("owner 负责人，staff 代办人，platform 平台人员", "as what they act for it"),
    ]
    only_owner: Annotated[
        bool,
        about(
            "注销后企业将没有负责人；可先移交给其他成员",
            "it would be left without an owner; hand it over to a member first",
        ),
    ]
    others: Annotated[int, about("其他成员人数", "how many others act for it")]
    drafts: Annotated[int, about("未提交的草稿数", "drafts that were not handed in")]
    running: Annotated[
        int,
        about("正在审核或等待拨付的申请数", "applications under review or waiting for money"),
    ]


class WordsView(msgspec.Struct, frozen=True):
    """One thing that a person is told about their data."""

    topic: Annotated[
        Topic,
        about(
            "erased 注销即删除，kept 依法保留，automated 自动计算的说明，rights 您的权利",
            "what goes, what stays, what is computed, and what they may ask for",
        ),
    ]
    title: Annotated[str, about("说的是什么", "what it is about")]
    text: Annotated[str, about("说明", "the words")]
    cite: Annotated[str, about("法律依据", "the article it rests on")]


class OwnAccountView(msgspec.Struct, frozen=True):
    """What is held of the person beside their firms' applications."""

    id: UUID
    phone: Annotated[str | None, about("手机号（已遮盖）", "masked; null where none is linked")]
    contact_phone: ContactPhone
    since: Annotated[Instant, about("首次登录时刻", "when they logged in first")]
    messages: Annotated[int, about("站内消息条数", "entries of the inbox")]
    consents: Annotated[list[AgreedText], about("同意过的隐私说明", "what they agreed to")]
    firms: Annotated[list[HeldFirm], about("办理的企业", "firms that they act for")]
    words: Annotated[
        list[WordsView], about("删除什么、保留什么、为什么", "what goes, what stays, and why")
    ]


class ClosedAccount(msgspec.Struct, frozen=True):
    """The account is closed; every login of it has ended."""

    closed_at: Annotated[Instant, about("注销时刻", "when it was closed")]
    kept: Annotated[list[WordsView], about("依法保留的内容", "what the law has us keep")]


def words_views(english: bool, *topics: Topic) -> list[WordsView]:
    """The words on these topics, on all without any."""
    return [_view(one, english) for one in ACCOUNT_WORDS if not topics or one.topic in topics]


def _view(words: Words, english: bool) -> WordsView:
    title, text = words.title.in_language(english), words.text.in_language(english)
    return WordsView(words.topic, title, text, words.cite)
