"""The routes by which anybody reads programmes and has an award estimated."""

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.field_types import EditionCode, TrackCode
from server.edge.web.params import read_query
from server.edge.web.replies import Page, encode, reply
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.programmes.estimate import EstimateRequest, estimate_track
from server.features.programmes.help import show_help, show_notice_text
from server.features.programmes.list import ProgrammeQuery, list_programmes
from server.features.programmes.schemas import (
    EstimateView,
    HelpView,
    NoticeTextView,
    ProgrammeItem,
    ProgrammeView,
    VersionView,
)
from server.features.programmes.show import show_programme
from server.features.programmes.versions import VersionQuery, list_versions
from server.ports import ports_of

public = blueprint("programmes", Audience.PUBLIC)


@public.get("/programmes")
@describe(
    "政策届次列表",
    "Programme editions",
    query=ProgrammeQuery,
    response=Page[ProgrammeItem],
    cached=True,
    errors=(Invalid,),
)
async def browse(request: ApiRequest) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        query = read_query(request, ProgrammeQuery)
        return encode(await list_programmes(query, english=request.english, ports=ports))

    return await ports.rendered.reply(request, render)


@public.get("/programmes/<code>")
@describe(
    "一届的方向和规则",
    "One edition with its tracks and rules",
    response=ProgrammeView,
    errors=(NotFound,),
    cached=True,
)
async def show(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        return encode(await show_programme(code, english=request.english, ports=ports))

    return await ports.rendered.reply(request, render)


@public.get("/programmes/<code>/help")
@describe(
    "常见问题和咨询处",
    "What is often asked about an edition, and whom to ask",
    response=HelpView,
    errors=(NotFound,),
    cached=True,
)
async def help_with(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    async def render() -> bytes:
        return encode(await show_help(code, english=request.english))

    return await ports_of(request).rendered.reply(request, render)


@public.get("/programmes/<code>/source")
@describe(
    "政策通知全文",
    "The whole text of the notice that an edition rests on",
    response=NoticeTextView,
    errors=(NotFound,),
    cached=True,
)
async def source(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    async def render() -> bytes:
        return encode(await show_notice_text(code))

    return await ports_of(request).rendered.reply(request, render)


@public.get("/programmes/<code>/versions")
@describe(
    "一届规则的各个版本及改动",
    "Versions of an edition's rules, each with what it changed",
    query=VersionQuery,
    response=Page[VersionView],
    errors=(NotFound, Invalid),
    cached=True,
)
async def versions(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        query = read_query(request, VersionQuery)
        return encode(await list_versions(code, query, english=request.english))

    return await ports.rendered.reply(request, render)


@public.post("/programmes/<code>/tracks/<track>/estimate", once=False)
@describe(
    "签约前估算补贴",
    "Estimate an award before signing",
    request=EstimateRequest,
    response=EstimateView,
    errors=(NotFound, Invalid),
)
async def estimate(request: ApiRequest, code: EditionCode, track: TrackCode) -> HTTPResponse:
    rules = await ports_of(request).track_rules(code, track)
    command = decode(request, EstimateRequest)
    return reply(estimate_track(rules, command, english=request.english))
