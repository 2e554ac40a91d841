"""Routes by which a platform follows its clients' applications."""

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.params import read_query
from server.edge.web.replies import reply, reply_file
from server.edge.web.request import ApiRequest
from server.edge.web.workbooks import XLSX
from server.errors import Invalid
from server.features.clients.export import export_clients
from server.features.clients.list import list_clients
from server.features.clients.query import ClientFilter, ClientQuery
from server.features.clients.refusals import TooManyClients
from server.features.clients.schemas import ClientPage
from server.ports import ports_of

platform = blueprint("clients", Audience.PLATFORM)


@platform.get("/platform/applications")
@describe(
    "我的客户的申请：金额、截止日和合计",
    "My clients' applications: amounts, due days and totals",
    query=ClientQuery,
    response=ClientPage,
    errors=(Invalid,),
)
async def browse(request: ApiRequest) -> HTTPResponse:
    ports, query = ports_of(request), read_query(request, ClientQuery)
    page = await list_clients(
        query,
        by=request.identity,
        quota=ports.quota,
        clock=ports.clock,
        english=request.english,
    )
    return reply(page)


@platform.get("/platform/applications/export")
@describe(
    "导出客户申请（xlsx），条件与列表相同",
    "The same list as a workbook, by the same filters",
    query=ClientFilter,
    media=XLSX,
    errors=(Invalid, TooManyClients),
)
async def export(request: ApiRequest) -> HTTPResponse:
    query = read_query(request, ClientFilter)
    clock = ports_of(request).clock
    name, content = await export_clients(query, by=request.identity, clock=clock)
    return reply_file(content, name, XLSX)
