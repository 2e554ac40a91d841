"""Routes by which a person sees what is held of them, takes it along, and closes their account."""

from sanic.response import HTTPResponse

from server.allowances import CLOSINGS, EXPORTS
from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.params import read_query
from server.edge.web.replies import reply, stream_growing
from server.edge.web.request import ApiRequest
from server.errors import Invalid, RateLimited
from server.features.accounts.close import FirmsWithoutOwner, RoleHeld, close_account
from server.features.accounts.export import begin_export
from server.features.accounts.schemas import AccountQuestion, ClosedAccount, OwnAccountView
from server.features.accounts.show import show_account
from server.ports import ports_of

sme = blueprint("accounts", Audience.ENTERPRISE)


@sme.get("/account")
@describe(
    "我的账号：保存了什么，注销时删除什么、依法保留什么",
    "My account: what is held of me, and what goes or stays when I close it",
    response=OwnAccountView,
)
async def show(request: ApiRequest) -> HTTPResponse:
    return reply(await show_account(request.identity.user_id, english=request.english))


@sme.get("/account/export", limits=(EXPORTS,))
@describe(
    "导出我的数据：一个压缩包，有与我有关的全部内容和我上传的材料",
    "Take my data along: a ZIP of everything that is held of me, with the papers that I uploaded",
    media=("application/zip",),
    errors=(RateLimited,),
)
async def take_along(request: ApiRequest) -> None:
    ports = ports_of(request)
    pieces = await begin_export(
        request.identity.user_id,
        english=request.english,
        keyring=ports.keyring,
        bucket=ports.bucket,
        clock=ports.clock,
    )
    name = f"shuangtui-{ports.clock.today().isoformat()}.zip"
    await stream_growing(request, pieces, name=name, content_type="application/zip")


@sme.delete("/account", limits=(CLOSINGS,))
@describe(
    "注销我的账号；立即生效，不能恢复。没有收到答复就再试，答复 401 即已注销",
    "Close my account, at once and for good; a repeat after a lost answer is answered 401",
    query=AccountQuestion,
    response=ClosedAccount,
    errors=(FirmsWithoutOwner, RoleHeld, Invalid, RateLimited),
)
async def close(request: ApiRequest) -> HTTPResponse:
    ports, asked = ports_of(request), read_query(request, AccountQuestion)
    closed = await close_account(
        request.identity,
        leave_firms=asked.leave_firms,
        english=request.english,
        clock=ports.clock,
        cache=ports.sessions,
    )
    return reply(closed)
