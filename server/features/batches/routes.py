"""Routes by which a platform hands in many clients at once and sees what becomes of them."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.allowances import BATCHES, DOWNLOADS
from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.params import Query, read_query
from server.edge.web.replies import Page, reply, reply_file
from server.edge.web.request import ApiRequest
from server.edge.web.workbooks import XLSX
from server.errors import Invalid, NotFound, RateLimited
from server.features.applications.refusals import WindowClosed
from server.features.batches.receive import receive_batch
from server.features.batches.refusals import BatchGoesOn, BatchOver
from server.features.batches.report import NoReport, write_batch_report
from server.features.batches.schemas import (
    BatchForm,
    BatchItem,
    BatchRowView,
    BatchView,
    NewBatch,
    RowsQuery,
)
from server.features.batches.show import list_batch_rows, list_batches, show_batch
from server.features.batches.stop import cancel_batch, resume_batch
from server.features.platforms.access import PlatformNotUnique, find_own_platform, own_platform_id
from server.ports import ports_of

own = blueprint("batches", Audience.PLATFORM)
CSV = "text/csv"


async def present(request: ApiRequest, batch_id: UUID) -> BatchView:
    platform_id = await own_platform_id(request.identity)
    clock = ports_of(request).clock
    return await show_batch(batch_id, platform_id, clock=clock, english=request.english)


# The same files again are the same batch, so that a repeat needs no key.
@own.post("/platform/batches", once=False, max_body=None, limits=(BATCHES,))
@describe(
    "批量提交客户申请：清单和材料压缩包",
    "Hand in many clients: a manifest and an archive of their papers",
    status=202,
    request=BatchForm,
    files=("manifest",),
    optional_files=("archive",),
    instead=NewBatch,
    response=BatchView,
    errors=(NotFound, PlatformNotUnique, Invalid, WindowClosed, RateLimited),
    also=(200,),
)
async def hand_in(request: ApiRequest) -> HTTPResponse:
    platform_id = await own_platform_id(request.identity)
    batch_id, new = await receive_batch(request, platform_id, ports=ports_of(request))
    return reply(await present(request, batch_id), 202 if new else 200)


@own.get("/platform/batches")
@describe(
    "本平台提交过的各批，最近的在前",
    "The platform's batches, the last first",
    query=Query,
    response=Page[BatchItem],
    errors=(PlatformNotUnique, Invalid),
)
async def browse(request: ApiRequest) -> HTTPResponse:
    platform = await find_own_platform(request.identity)
    query, clock = read_query(request, Query), ports_of(request).clock
    # Who acts for a platform that is not registered yet has none.
    if platform is None:
        return reply(Page([], None))
    return reply(await list_batches(query, platform.id, clock=clock, english=request.english))


@own.get("/platform/batches/<batch_id>")
@describe(
    "一批的进度和问题汇总",
    "How far a batch is, and what is wrong in it",
    response=BatchView,
    errors=(NotFound, PlatformNotUnique),
)
async def read(request: ApiRequest, batch_id: UUID) -> HTTPResponse:
    return reply(await present(request, batch_id))


@own.get("/platform/batches/<batch_id>/rows")
@describe(
    "一批里各行的结果",
    "What became of each row of a batch",
    query=RowsQuery,
    response=Page[BatchRowView],
    errors=(NotFound, PlatformNotUnique, Invalid),
)
async def read_rows(request: ApiRequest, batch_id: UUID) -> HTTPResponse:
    platform_id = await own_platform_id(request.identity)
    query = read_query(request, RowsQuery)
    page = await list_batch_rows(query, batch_id, platform_id, english=request.english)
    return reply(page)


@own.get("/platform/batches/<batch_id>/report", limits=(DOWNLOADS,))
@describe(
    "本平台的清单，加上各行的结果和原因；改好后可再次提交",
    "The list as it was sent, with the result and the reason of each row",
    media=(XLSX, CSV),
    errors=(NotFound, PlatformNotUnique, NoReport, RateLimited),
)
async def report(request: ApiRequest, batch_id: UUID) -> HTTPResponse:
    platform_id = await own_platform_id(request.identity)
    name, content, is_workbook = await write_batch_report(
        batch_id, platform_id, ports=ports_of(request), english=request.english
    )
    return reply_file(content, name, XLSX if is_workbook else CSV)


@own.post("/platform/batches/<batch_id>/cancel", present=present)
@describe(
    "停止处理；已提交的申请不受影响",
    "Stop after the row under way; what is in stays in",
    response=BatchView,
    errors=(NotFound, PlatformNotUnique, BatchOver),
)
async def cancel(request: ApiRequest, batch_id: UUID) -> HTTPResponse:
    by = request.identity
    platform_id = await own_platform_id(by)
    clock = ports_of(request).clock
    await cancel_batch(batch_id, platform_id, user_id=by.user_id, clock=clock)
    return reply(await present(request, batch_id))


@own.post("/platform/batches/<batch_id>/resume", present=present, limits=(BATCHES,))
@describe(
    "恢复中断或取消的一批，从停下的地方接着处理；已完成的，重新检查没有提交的行",
    "Go on with a batch where it stopped; of one that is done, check the rejected rows again",
    response=BatchView,
    errors=(NotFound, PlatformNotUnique, BatchGoesOn, Invalid, RateLimited),
)
async def resume(request: ApiRequest, batch_id: UUID) -> HTTPResponse:
    by = request.identity
    platform_id = await own_platform_id(by)
    clock = ports_of(request).clock
    await resume_batch(batch_id, platform_id, user_id=by.user_id, clock=clock)
    return reply(await present(request, batch_id))
