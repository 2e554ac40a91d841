"""The routes by which a platform keeps its own profile, payee account and plans."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.replies import reply, reply_created, reply_nothing
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
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
    return reply(await own_profile(request))


@own.put("/platform")
@describe(
    "更新本平台资料（整体替换）",
    "Replace my platform's profile",
    request=ProfileChange,
    response=OwnPlatformView,
    errors=(NotFound, PlatformNotUnique, Invalid, EnterpriseClaimed),
)
async def change(request: ApiRequest) -> HTTPResponse:
    ports, who = ports_of(request), request.identity
    await require_platform_grant(who)
    await change_profile(decode(request, ProfileChange), by=who, ports=ports)
    ports.rendered.forget()
    return reply(await own_profile(request))


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
