"""Routes by which everybody has a mini-program code, and the mini-program reads a scanned one."""

from urllib.parse import unquote
from uuid import UUID

from sanic.response import HTTPResponse

from models.rules.reasons import Text
from models.rules.scenes import read_scene
from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.field_types import EditionCode
from server.edge.web.replies import SHOWN_ANYWHERE, encode, etag_of, file_headers, matches
from server.edge.web.request import ApiRequest
from server.edge.wechat.errors import WeChatUnavailable
from server.errors import NotFound
from server.features.entrances.make_later import picture_or_later
from server.features.entrances.picture import JPEG
from server.features.entrances.schemas import SceneText, SceneView
from server.features.entrances.subjects import (
    CodeSubject,
    code_of_plan,
    code_of_platform,
    code_of_programme,
    lead,
)
from server.ports import ports_of

public = blueprint("entrances", Audience.PUBLIC)
_DAY_SECONDS = 86_400
_FILE = Text("小程序码", "mini-program code")


@public.get("/platforms/<platform_id>/code")
@describe(
    "平台的小程序码，可印刷张贴，长期有效",
    "The mini-program code of a platform, to print; it never expires",
    media=JPEG,
    cached=True,
    errors=(NotFound, WeChatUnavailable),
)
async def platform_code(request: ApiRequest, platform_id: UUID) -> HTTPResponse:
    return await _picture(request, await code_of_platform(platform_id))


@public.get("/platforms/<platform_id>/plans/<plan_id>/code")
@describe(
    "方案的小程序码；方案改版后仍打开最新版本",
    "The mini-program code of a plan; it leads to the newest version",
    media=JPEG,
    cached=True,
    errors=(NotFound, WeChatUnavailable),
)
async def plan_code(request: ApiRequest, platform_id: UUID, plan_id: UUID) -> HTTPResponse:
    return await _picture(request, await code_of_plan(platform_id, plan_id))


@public.get("/programmes/<code>/code")
@describe(
    "政策的小程序码；每年都打开当年这一届",
    "The mini-program code of a programme; it leads to the year of today",
    media=JPEG,
    cached=True,
    errors=(NotFound, WeChatUnavailable),
)
async def programme_code(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    return await _picture(request, await code_of_programme(code, english=request.english))


@public.get("/scenes/<scene>")
@describe(
    "扫码后打开什么：由 scene 得到页面和编号",
    "What a scanned code leads to: page and id by its scene",
    response=SceneView,
    cached=True,
    errors=(NotFound,),
)
async def scanned(request: ApiRequest, scene: SceneText) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        found = read_scene(unquote(scene))
        if found is None:
            raise NotFound()
        return encode(await lead(found, clock=ports.clock, english=request.english))

    return await ports.rendered.reply(request, render)


async def _picture(request: ApiRequest, code: CodeSubject) -> HTTPResponse:
    """Kept by clients for a day; after that they ask, and hear that it is the same."""
    picture = await picture_or_later(code.scene, pictures=ports_of(request).pictures)
    tag, word = etag_of(picture), _FILE.in_language(request.english)
    headers = file_headers(f"{word}-{code.name}.jpg", inline=True) | {
        "cache-control": f"public, max-age={_DAY_SECONDS}",
        "etag": tag,
        **SHOWN_ANYWHERE,
    }
    if matches(request.headers.get("if-none-match"), tag):
        return HTTPResponse(status=304, headers=headers)
    return HTTPResponse(picture, content_type=JPEG, headers=headers)
