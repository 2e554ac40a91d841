"""Bodies and answers of batches."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.edge.web.bodies import Body
from server.edge.web.field_types import EditionCode, Instant, TrackCode, about
from server.edge.web.params import Query
from storage.postgres.batches import BatchState

Mode = Annotated[
    Literal["valid_rows", "all_or_nothing"],
    about(
        "valid_rows 只提交正确的行，all_or_nothing 全部正确才提交",
        "valid_rows files the right rows, all_or_nothing all or none",
    ),
]
Result = Annotated[
    Literal["accepted", "rejected", "skipped"],
    about(
        "accepted 已提交，rejected 有错未提交，skipped 以前提交过",
        "accepted: filed; rejected: wrong; skipped: in already",
    ),
]


class BatchForm(Body, frozen=True):
    """The fields beside the files of a form."""

    edition: EditionCode
    track: TrackCode
    mode: Mode = "valid_rows"


class NewBatch(BatchForm, frozen=True, kw_only=True):
    """A batch of files that were uploaded before (tus)."""

    manifest_upload: Annotated[UUID, about("清单文件的上传编号", "id of the manifest's upload")]
    archive_upload: Annotated[
        UUID | None,
        about("材料压缩包的上传编号；没有则不填", "id of the archive's upload; null without one"),
    ] = None


class RowsQuery(Query, frozen=True):
    """Narrowed by result."""

    result: Annotated[
        Result | None, about("只看这种结果的行", "rows of this result only", "rejected")
    ] = None


class ProblemGroupView(msgspec.Struct, frozen=True):
    """Equal problems of many rows."""

    code: Annotated[str, about("问题代码", "code of the problem")]
    message: str
    rows: Annotated[int, about("涉及多少行", "in how many rows")]
    cells: Annotated[
        list[str],
        about("单元格，如 Sheet1!F17，最多 200 个", "cells such as Sheet1!F17, at most 200"),
    ]


class BatchLabels(msgspec.Struct, frozen=True):
    """The words for a batch's codes."""

    programme: Annotated[str, about("所属届次的名称", "title of its edition")]
    track: Annotated[str, about("申报事项名称", "name of its track")]


class BatchItem(msgspec.Struct, frozen=True, kw_only=True):
    """A batch and how far it is."""

    id: UUID
    edition: EditionCode
    track: TrackCode
    mode: Mode
    status: Annotated[
        BatchState,
        about(
            "queued 排队，checking 检查，importing 提交，done 完成，failed 中断，cancelled 已取消",
            "state of the batch",
        ),
    ]
    stage: Annotated[
        Literal["reading", "checking", "importing"] | None,
        about(
            "reading 读取文件，checking 逐行检查，importing 逐行提交；空值为已结束",
            "what is being done; null once it has ended",
        ),
    ]
    rows: Annotated[int, about("清单行数；读取前为 0", "rows of the manifest; 0 until it was read")]
    accepted: Annotated[int, about("已提交的行数", "rows that were filed")]
    rejected: Annotated[int, about("有错未提交的行数", "rows that are wrong")]
    skipped: Annotated[int, about("以前提交过、跳过的行数", "rows that were in already")]
    percent: Annotated[int, about("整批进度，百分数", "how much of it is done, in percent")]
    rows_per_second: Annotated[
        float | None, about("本阶段每秒行数；空值为未知", "speed of this stage; null while unknown")
    ]
    seconds_left: Annotated[
        int | None,
        about("本阶段还需约多少秒；空值为未知", "about how long this stage takes; null if unknown"),
    ]
    created_at: Instant
    ended_at: Annotated[Instant | None, about("结束时刻；空值为未结束", "when it ended; or null")]
    labels: Annotated[BatchLabels, about("代码的说法", "the words for its codes")]
    manifest_name: Annotated[
        str | None,
        about("清单的文件名；空值为已删除", "name of the manifest's file; null once it is deleted"),
    ]
    archive_name: Annotated[
        str | None,
        about("压缩包的文件名；空值为没有或已删除", "name of the archive; null without one"),
    ]


class BatchView(BatchItem, frozen=True, kw_only=True):
    """The same with all that is wrong, equal problems together, at most 100 groups."""

    problems: Annotated[list[ProblemGroupView], about("问题汇总", "what is wrong, grouped")]


class RowError(msgspec.Struct, frozen=True):
    """What is wrong with a cell, or worth knowing of it."""

    cell: Annotated[str, about("单元格，如 Sheet1!F17；空为整行", "such as Sheet1!F17")]
    field: Annotated[str, about("列的代码", "name of the column", "paid_yuan")]
    code: str
    message: str


class BatchRowView(msgspec.Struct, frozen=True):
    """One row of the manifest."""

    row: Annotated[int, about("清单中的行号", "its number in the manifest")]
    uscc: str | None
    name: Annotated[
        str | None,
        about(
            "清单中的企业名称；没有读到则为空", "the firm's name in it; null where it was not read"
        ),
    ]
    result: Annotated[Result | None, about("空值为未处理完", "null while it is not decided")]
    application_id: UUID | None
    errors: Annotated[
        list[RowError],
        about("问题或提示（如 would_wait 须候补）", "problems, or notes such as would_wait"),
    ]
