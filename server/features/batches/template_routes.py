"""Routes by which a platform learns how its list of clients is to be filled in."""

import asyncio
from typing import Annotated, Literal

import msgspec
from sanic.response import HTTPResponse

from models.rules.terms.conditions import FactType
from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.field_types import EditionCode, TrackCode, about
from server.edge.web.params import read_query
from server.edge.web.replies import reply, reply_file
from server.edge.web.request import ApiRequest
from server.edge.web.workbooks import XLSX
from server.errors import Invalid, NotFound
from server.features.applications.split import split_of
from server.features.batches.guide_sheet import PlanLine
from server.features.batches.manifest_columns import ClientColumns, columns_for
from server.features.batches.template import TemplateTitle, template_csv, template_workbook
from server.features.platforms.access import PlatformNotUnique, own_platform_id
from server.features.programmes.fact_schema import OptionView

template = blueprint("batch_templates", Audience.PLATFORM)
CSV = "text/csv"


class ColumnsQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which list: that of a track of an edition."""

    edition: EditionCode
    track: TrackCode


class TemplateQuery(ColumnsQuery, frozen=True):
    format: Annotated[
        Literal["xlsx", "csv"],
        about("xlsx 模板，csv 只有表头一行", "xlsx, or csv with the line of headers alone", "xlsx"),
    ] = "xlsx"


class ColumnView(msgspec.Struct, frozen=True):
    """A column; its header may be `label` or `name`."""

    name: Annotated[str, about("列的代码", "its stable name", "paid_at")]
    label: Annotated[str, about("列名，作表头", "what it is headed by", "交费时间")]
    type: Annotated[FactType, about("数据类型", "type of its values")]
    required: bool
    options: Annotated[
        list[OptionView],
        about("可选项；空为不限", "what it may say; empty where that is free"),
    ]
    help: Annotated[str, about("怎么填", "how to fill it in")]
    example: Annotated[str, about("示例，可空", "an example, may be empty")]


class ColumnsView(msgspec.Struct, frozen=True):
    columns: Annotated[list[ColumnView], about("清单的各列", "the columns of the list")]


async def _columns(request: ApiRequest, query: ColumnsQuery) -> ClientColumns:
    platform_id = await own_platform_id(request.identity)
    return await columns_for(query.edition, query.track, platform_id=platform_id)


@template.get("/platform/batches/columns")
@describe(
    "客户清单的各列",
    "The columns of a list of clients",
    query=ColumnsQuery,
    response=ColumnsView,
    errors=(NotFound, PlatformNotUnique, Invalid),
)
async def columns(request: ApiRequest) -> HTTPResponse:
    found = await _columns(request, read_query(request, ColumnsQuery))
    english = request.english
    views = [
        ColumnView(
            column.name,
            column.label.in_language(english),
            column.type,
            column.required,
            [OptionView(one.value, one.label.in_language(english)) for one in column.options],
            column.help.in_language(english),
            column.example,
        )
        for column in found.columns
    ]
    return reply(ColumnsView(views))


@template.get("/platform/batches/template")
@describe(
    "下载客户清单模板（xlsx；csv 只有表头）",
    "The template of a list of clients",
    query=TemplateQuery,
    media=(XLSX, CSV),
    errors=(NotFound, PlatformNotUnique, Invalid),
)
async def download(request: ApiRequest) -> HTTPResponse:
    query = read_query(request, TemplateQuery)
    found = await _columns(request, query)
    name = f"客户清单-{query.edition}-{query.track}"
    if query.format == "csv":
        return reply_file(template_csv(found.columns), f"{name}.csv", f"{CSV}; charset=utf-8")
    edition, track = found.edition.definition.edition.title.zh, found.track.title.zh
    plans = [
        PlanLine(
            str(plan.id),
            plan.title,
            plan.period_months,
            plan.fee_fen,
            split_of(found.track, plan.fee_fen),
        )
        for plan in found.plans
    ]
    # A few hundred options take a tenth of a second: not in the loop that answers everybody else.
    title = TemplateTitle(edition, track)
    content = await asyncio.to_thread(template_workbook, found.columns, plans, title)
    return reply_file(content, f"{name}.xlsx", XLSX)
