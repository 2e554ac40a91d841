"""Files of a programme as they are checked, read out and decided on."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from models.programme.describe.report import LineKind, SectionKind
from models.programme.diff import ChangeKind
from server.edge.web.bodies import Body
from server.edge.web.field_types import Instant, LongText, ProgrammeCode, Reasoning, about
from server.edge.web.params import Query
from server.features.identity.named import PersonView
from server.features.programme_files.texts import FileName, ProgrammeTexts

ProposalState = Literal["proposed", "published", "withdrawn", "refused"]
ProposalAct = Literal["publish", "refuse", "withdraw"]
FileField = Annotated[
    FileName, about("policy 政策文件，edition 年度文件", "the policy file, or the year's")
]
StateField = Annotated[
    ProposalState,
    about(
        "proposed 待发布，published 已发布，withdrawn 已撤回，refused 已退回",
        "proposed, published, withdrawn by who proposed it, or refused",
    ),
]

_POOLS = about(
    "额度有变或手工调整过的资金池；已办结的为空",
    "pools whose limits change or were set by hand; none once it is decided",
)


class FilesProposed(ProgrammeTexts, frozen=True):
    """Both files, and a word to the second person; `comment` goes on record."""

    comment: Annotated[
        LongText, about("说明，可空，留存备查", "a remark, may be empty", "按补充通知调整补助上限")
    ] = ""


class FilesRefusal(Body, frozen=True):
    """Why they are not published; whoever proposed them reads it."""

    reason: Annotated[
        Reasoning,
        about("退回的理由，会告知提出人", "why they are refused", "补助比例与通知四(二)不一致"),
    ]


class ProposalQuery(Query, frozen=True):
    """The newest first; without `state` all of them."""

    state: Annotated[ProposalState | None, about("只看此状态的", "only those in this state")] = None


class InForceQuery(Query, frozen=True):
    """The editions in force, by code."""

    programme: Annotated[
        ProgrammeCode | None, about("只看这个项目的", "only editions of this programme")
    ] = None


class FileProblemView(msgspec.Struct, frozen=True):
    """One mistake in a file, in the words of `programme check`."""

    file: FileField
    line: Annotated[
        int | None,
        about("所在行，从 1 起；空值为没有", "its line, from 1; null where there is none"),
    ]
    key: Annotated[str, about("所在的项", "the key in the file")]
    message: Annotated[str, about("写的是什么、应为什么", "what was found and what is expected")]


class ReportLineView(msgspec.Struct, frozen=True):
    """One line that is read out, in Chinese."""

    kind: Annotated[
        LineKind,
        about(
            "line 普通一行，heading 小标题，item 其下一条，detail 其下数字，note 列举",
            "a line, a heading, an item or a detail under it, or a note of a list",
        ),
    ]
    text: Annotated[str, about("文字", "its words")]


class ReportSectionView(msgspec.Struct, frozen=True):
    """One part of what is read out: the year, a track, or a list at the end."""

    kind: Annotated[
        SectionKind,
        about(
            "edition 年度，track 事项，assumed 假定的内容，readings 对条文的理解，hints 请再看一眼",
            "the year, a track, what is assumed, how clauses were read, what to look at once more",
        ),
    ]
    title: Annotated[str, about("标题", "its heading")]
    lines: Annotated[list[ReportLineView], about("各行", "its lines, in order")]


class RuleChangeView(msgspec.Struct, frozen=True):
    """One part that differs from the version in force."""

    kind: Annotated[
        ChangeKind,
        about(
            "added 新增，dropped 删去，changed 改动，reworded 文字或选项有改动，turned 顺序有调整",
            "added, dropped, changed, reworded, or only in another order",
        ),
    ]
    kind_text: Annotated[str, about("改动的种类", "the kind in words")]
    label: Annotated[str, about("改动的是什么", "which part")]
    before: Annotated[str | None, about("原来；空值为没有", "how it read; null for none")]
    after: Annotated[str | None, about("现在；空值为没有", "how it reads now; null for none")]
    message: Annotated[str, about("一句话说明", "the change in one line")]


class PoolMoveView(msgspec.Struct, frozen=True):
    """A pool whose limits publishing changes, or that keeps those which were set by hand."""

    pool: Annotated[str, about("资金池代码", "code of the pool")]
    label: str
    by_hand: Annotated[
        bool,
        about("现在的额度是手工调整的，与现行文件不同", "set by hand, unlike the file in force"),
    ]
    changes: Annotated[
        bool,
        about("发布后额度改变；否则照旧", "whether publishing changes it; else it stays"),
    ]
    message: Annotated[
        str, about("由多少改为多少，涉及多少申请", "from what to what, and who is touched")
    ]


class InForceView(msgspec.Struct, frozen=True):
    """The version of an edition's rules that is in force."""

    number: Annotated[int, about("版本序号，从 1 起", "its number, from 1")]
    published_at: Instant
    published_by: Annotated[
        PersonView | None,
        about("发布人；空值为系统管理员用命令发布", "who published it; null for the operator"),
    ]


class FilesReading(msgspec.Struct, frozen=True, kw_only=True):
    """Two files that were read: their mistakes, or what they say and what they change."""

    problems: Annotated[
        list[FileProblemView], about("全部错误；没有错误才有以下各项", "all mistakes; else none")
    ]
    blanks: Annotated[
        list[FileProblemView],
        about("还没有填写的地方，填完才能提出", "places still to be filled in before proposing"),
    ]
    programme: Annotated[str | None, about("政策代码", "code of the programme")]
    edition: Annotated[str | None, about("年度代码", "code of the edition")]
    title: Annotated[str | None, about("年度名称", "title of the edition")]
    reading: Annotated[
        list[ReportSectionView], about("用中文读出的全部内容", "all of it, read out in Chinese")
    ]
    in_force: Annotated[
        InForceView | None, about("现行版本；空值为首次发布", "null where none is in force yet")
    ]
    changes: Annotated[
        list[RuleChangeView],
        about("与现行版本的差异；首次发布为空", "against what is in force; none for a first one"),
    ]
    pools: Annotated[list[PoolMoveView], _POOLS]
    unchanged: Annotated[
        bool, about("与现行版本内容相同", "whether they say what is in force already")
    ]
    reached: Annotated[
        bool, about("您的授权是否包括这个项目", "whether your grants reach the programme")
    ]


class FileProposalItem(msgspec.Struct, frozen=True, kw_only=True):
    """Files that somebody wants published, as a list shows them."""

    id: UUID
    programme: Annotated[str, about("政策代码", "code of the programme")]
    edition: Annotated[str, about("年度代码", "code of the edition")]
    title: Annotated[str, about("年度名称", "title of the edition")]
    first: Annotated[bool, about("是否首次发布", "whether nothing of it was in force")]
    state: StateField
    state_text: Annotated[str, about("状态", "the state in words")]
    comment: Annotated[
        str | None, about("提出人的说明", "what the proposer said; null for nothing")
    ]
    proposed_by: Annotated[PersonView | None, about("提出人", "who proposed them")]
    proposed_at: Annotated[Instant, about("提出时刻", "when they were proposed")]
    decided_by: Annotated[
        PersonView | None, about("办结人；空值为未办结", "who decided; null until then")
    ]
    decided_at: Annotated[
        Instant | None, about("办结时刻；空值为未办结", "when it was decided; null until then")
    ]
    reason: Annotated[
        str | None, about("退回的理由；空值为没有", "why they were refused; null unless they were")
    ]
    version: Annotated[
        int | None,
        about("发布成的版本；空值为未发布", "published as this version; null until then"),
    ]


class FileProposalView(FileProposalItem, frozen=True, kw_only=True):
    """The same with its texts, what they say, and what they change against what is in force now."""

    policy: Annotated[str, about("政策文件全文", "the whole policy file")]
    edition_file: Annotated[str, about("年度文件全文", "the whole file of the year")]
    policy_sha256: Annotated[str, about("政策文件的 SHA-256", "of the policy file")]
    edition_sha256: Annotated[str, about("年度文件的 SHA-256", "of the year's file")]
    reading: Annotated[
        list[ReportSectionView], about("提出时用中文读出的内容", "as read out when it was proposed")
    ]
    in_force: Annotated[
        InForceView | None, about("现行版本；空值为没有", "null where none is in force yet")
    ]
    changes: Annotated[
        list[RuleChangeView],
        about(
            "与现行版本的差异；已办结的，与提出时的版本相比",
            "against what is in force, once decided against what was when it was proposed",
        ),
    ]
    pools: Annotated[list[PoolMoveView], _POOLS]
    moved: Annotated[
        bool,
        about(
            "提出之后现行版本又有变化，不能发布", "what is in force changed since: not to publish"
        ),
    ]
    allowed: Annotated[list[ProposalAct], about("您可以办理的", "what you may do with it")]
    next: Annotated[str, about("接下来怎么办", "what comes next")]


class FilesInForceItem(msgspec.Struct, frozen=True, kw_only=True):
    """An edition in force, and whether the files that it was published from are kept."""

    programme: Annotated[str, about("政策代码", "code of the programme")]
    edition: Annotated[str, about("年度代码", "code of the edition")]
    title: Annotated[str, about("年度名称", "title of the edition")]
    in_force: Annotated[InForceView, about("现行版本", "the version in force")]
    kept: Annotated[bool, about("是否存有发布时的文件", "whether its files are kept")]


class FilesInForce(FilesInForceItem, frozen=True, kw_only=True):
    """The same with the files as they were published."""

    policy: Annotated[
        str | None, about("政策文件全文；空值为没有存", "the policy file; null if it was not kept")
    ]
    edition_file: Annotated[
        str | None, about("年度文件全文；空值为没有存", "the year's file; null if it was not kept")
    ]
    reading: Annotated[
        list[ReportSectionView], about("用中文读出的全部内容", "all of it, read out in Chinese")
    ]
