"""The routes by which a platform keeps its own profile, payee account and plans."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.if_match import read_if_match
from server.edge.web.replies import reply, reply_created, reply_nothing, reply_version
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound, VersionConflict
from server.features.enterprises.refusals import EnterpriseClaimed
from server.features.platforms.access import PlatformNotUnique, own_platform_id
from server.features.platforms.add_plan import TooManyPlans, add_plan
from server.features.platforms.change import ProfileChange, change_profile
from server.features.platforms.change_plan import change_plan
from server.features.platforms.first_profile import require_platform_grant
from server.features.platforms.plan_versions import PlanTerms, get_plan
from server.features.platforms.profile import get_profile
from server.features.platforms.schemas import OwnPlatformView, PlanView
from server.features.platforms.second_person import (
    NothingProposed,
    ProposedAccount,
    ProposedByYourself,
    confirm_account,
    discard_account,
)
from server.features.platforms.withdraw_plan import withdraw_plan
from server.ports import ports_of

own = blueprint("platforms", Audience.PLATFORM)


async def present(request: ApiRequest, plan_id: UUID) -> PlanView:
    platform_id = await own_platform_id(request.identity)
    return await get_plan(platform_id, plan_id, clock=ports_of(request).clock)


async def own_profile(request: ApiRequest) -> OwnPlatformView:
    who, clock = request.identity, ports_of(request).clock
    return await get_profile(await own_platform_id(who), user_id=who.user_id, clock=clock)


async def presented_profile(request: ApiRequest, _platform_id: UUID) -> OwnPlatformView:
    return await own_profile(request)


@own.get("/platform")
@describe("本平台", "My platform", response=OwnPlatformView, errors=(NotFound, PlatformNotUnique))
async def read(request: ApiRequest) -> HTTPResponse:
    return await _own(request)


@own.put("/platform")
@describe(
    "更新本平台资料（整体替换）；带 If-Match 则只改这一版本，别处已改过时答 412，"
    "并附现在的内容（current）",
    "Replace my platform's profile; with If-Match on this version alone: 412 brings what is there now",
    request=ProfileChange,
    response=OwnPlatformView,
    may=("If-Match",),
    errors=(NotFound, PlatformNotUnique, Invalid, EnterpriseClaimed, VersionConflict),
)
async def change(request: ApiRequest) -> HTTPResponse:
    ports, who = ports_of(request), request.identity
    await require_platform_grant(who)
    given = decode(request, ProfileChange)
    async with _telling_what_is_there(request):
        version = read_if_match(request) if "if-match" in request.headers else None
        await change_profile(given, version, by=who, ports=ports)
    ports.rendered.forget()
    return await _own(request)


async def _own(request: ApiRequest) -> HTTPResponse:
    view = await own_profile(request)
    return reply_version(view, view.version)


@asynccontextmanager
async def _telling_what_is_there(request: ApiRequest) -> AsyncIterator[None]:
    """Who comes with an older version gets the present one with the refusal, to go on from."""
    try:
        yield
    except VersionConflict as conflict:
        view = await own_profile(request)
        conflict.current, conflict.version = view, view.version
        raise


@own.post("/platform/payee/confirm", present=presented_profile)
@describe(
    "确认同事提出的收款账户；本人提出的须由另一人确认",
    "Confirm the account that a colleague proposed; one's own needs another person",
    request=ProposedAccount,
    response=OwnPlatformView,
    errors=(NotFound, PlatformNotUnique, Invalid, NothingProposed, ProposedByYourself),
)
async def confirm_payee(request: ApiRequest) -> HTTPResponse:
    given, clock = decode(request, ProposedAccount), ports_of(request).clock
    await confirm_account(given, by=request.identity, clock=clock)
    return reply(await own_profile(request))


@own.post("/platform/payee/discard", present=presented_profile)
@describe(
    "作废待确认的收款账户，仍用原账户",
    "Discard the proposed account; the one before stays",
    request=ProposedAccount,
    response=OwnPlatformView,
    errors=(NotFound, PlatformNotUnique, Invalid, NothingProposed),
)
async def discard_payee(request: ApiRequest) -> HTTPResponse:
    given, clock = decode(request, ProposedAccount), ports_of(request).clock
    await discard_account(given, by=request.identity, clock=clock)
    return reply(await own_profile(request))


@own.post("/platform/plans", present=present)
@describe(
    "新增方案",
    "Offer a new plan",
    status=201,
    request=PlanTerms,
    response=PlanView,
    errors=(NotFound, PlatformNotUnique, Invalid, TooManyPlans),
)
async def add(request: ApiRequest) -> HTTPResponse:
    ports, who = ports_of(request), request.identity
    platform_id = await own_platform_id(who)
    terms = decode(request, PlanTerms)
    plan_id = await add_plan(platform_id, terms, actor_id=who.user_id, ports=ports)
    ports.rendered.forget()
    return reply_created(await present(request, plan_id))


@own.put("/platform/plans/<plan_id>")
@describe(
    "修改方案；返回新版本，编号也是新的",
    "Change a plan; the answer is its new version, under a new id",
    request=PlanTerms,
    response=PlanView,
    errors=(NotFound, PlatformNotUnique, Invalid),
)
async def replace(request: ApiRequest, plan_id: UUID) -> HTTPResponse:
    ports, who = ports_of(request), request.identity
    platform_id = await own_platform_id(who)
    await get_plan(platform_id, plan_id, clock=ports.clock)
    terms = decode(request, PlanTerms)
    new_id = await change_plan(platform_id, plan_id, terms, actor_id=who.user_id, ports=ports)
    ports.rendered.forget()
    return reply(await present(request, new_id))


@own.delete("/platform/plans/<plan_id>")
@describe("下架方案", "Withdraw a plan", status=204, errors=(NotFound, PlatformNotUnique))
async def withdraw(request: ApiRequest, plan_id: UUID) -> HTTPResponse:
    ports, who = ports_of(request), request.identity
    platform_id = await own_platform_id(who)
    await withdraw_plan(platform_id, plan_id, actor_id=who.user_id, clock=ports.clock)
    ports.rendered.forget()
    return reply_nothing()
