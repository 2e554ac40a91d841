"""The addresses of the public pages: in plain words, lasting, no part of the API's description."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sanic.response import HTTPResponse, redirect

from server.allowances import CHECKS
from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.field_types import (
    EditionCode,
    FileName,
    ProgrammeCode,
    SignedToken,
    TrackCode,
)
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound, RateLimited
from server.features.frame.assets import ASSETS, NEVER_CHANGES, asset
from server.features.frame.send import send_kept, send_made
from server.features.frame.visit import Visit, visit_of
from server.features.letters.page import letter_page
from server.features.pages.estimate import estimate_page, estimates_page, fields_of
from server.features.pages.help import help_page, privacy_page, questions_page
from server.features.pages.home import home_page
from server.features.pages.lists import list_page, lists_page
from server.features.pages.notices import notice_page, notices_page
from server.features.pages.platforms import (
    compare_page,
    markets_page,
    plan_page,
    plans_page,
    platform_page,
    platforms_page,
)
from server.features.pages.programme import programme_page, programmes_page, source_page
from server.features.pages.quota import QuotaPages
from server.features.pages.search import search_page
from server.features.pages.sitemap import robots, sitemap
from server.features.pages.track import track_page
from server.features.pages.verify import token_in, verify_page
from server.ports import Ports, ports_of

public = blueprint("pages", Audience.PUBLIC, prefix="")
_QUOTA_PAGES = QuotaPages()
_HTML = "text/html"


async def _kept(
    request: ApiRequest, draw: Callable[..., Awaitable[str]], *path: object
) -> HTTPResponse:
    """The page that `draw` makes of what is asked and the variable parts of the path."""
    ports = ports_of(request)

    async def make() -> str:
        return await draw(visit_of(request, ports.public_url), ports, *path)

    return await send_kept(request, ports.rendered, make)


def _of(request: ApiRequest) -> tuple[Visit, Ports]:
    ports = ports_of(request)
    return visit_of(request, ports.public_url), ports


@public.get("/")
@describe("首页", "The first page", media=_HTML, cached=True)
async def home(request: ApiRequest) -> HTTPResponse:
    return await _kept(request, home_page)


@public.get("/programmes")
@describe("补贴政策", "Programmes", media=_HTML, cached=True, errors=(Invalid,))
async def programmes(request: ApiRequest) -> HTTPResponse:
    return await _kept(request, programmes_page)


@public.get("/programmes/<code>")
@describe("一届政策", "One programme", media=_HTML, cached=True, errors=(NotFound,))
async def programme(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    return await _kept(request, programme_page, code)


@public.get("/programmes/<code>/source")
@describe("政策通知全文", "The notice itself", media=_HTML, cached=True, errors=(NotFound,))
async def source(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    return await _kept(request, source_page, code)


@public.get("/programmes/<code>/help")
@describe("一届的常见问题", "What is often asked", media=_HTML, cached=True, errors=(NotFound,))
async def questions(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    return await _kept(request, questions_page, code)


@public.get("/programmes/<code>/quota")
@describe("资金余额", "The money, live", media=_HTML, cached=True, errors=(NotFound,))
async def quota(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    return await _QUOTA_PAGES.reply(request, ports_of(request), code)


@public.get("/programmes/<code>/tracks/<track>")
@describe("一个事项", "One track", media=_HTML, cached=True, errors=(NotFound,))
async def track(request: ApiRequest, code: EditionCode, track: TrackCode) -> HTTPResponse:
    return await _kept(request, track_page, code, track)


@public.get("/estimate")
@describe("补贴测算：选事项", "Estimate: which track", media=_HTML, cached=True)
async def estimates(request: ApiRequest) -> HTTPResponse:
    return await _kept(request, estimates_page)


@public.get("/programmes/<code>/tracks/<track>/estimate")
@describe("补贴测算", "Estimate an award", media=_HTML, cached=True, errors=(NotFound,))
async def estimate(request: ApiRequest, code: EditionCode, track: TrackCode) -> HTTPResponse:
    ports = ports_of(request)
    rules = await ports.track_rules(code, track)
    asked = visit_of(request, ports.public_url, known=fields_of(rules))
    page, status = await estimate_page(asked, ports, code, rules)
    answer = await send_made(request, page)
    if answer.status == 200:
        answer.status = status
    return answer


@public.get("/platforms")
@describe("平台：选政策", "Platforms: which programme", media=_HTML, cached=True)
async def markets(request: ApiRequest) -> HTTPResponse:
    return await _kept(request, markets_page)


@public.get("/programmes/<code>/platforms")
@describe("一届的平台", "Its platforms", media=_HTML, cached=True, errors=(NotFound, Invalid))
async def platforms(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    return await _kept(request, platforms_page, code)


@public.get("/programmes/<code>/plans")
@describe("一届的方案", "Its plans", media=_HTML, cached=True, errors=(NotFound, Invalid))
async def plans(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    return await _kept(request, plans_page, code)


@public.get("/programmes/<code>/compare")
@describe("方案对比", "Plans side by side", media=_HTML, cached=True, errors=(NotFound, Invalid))
async def compare(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    return await _kept(request, compare_page, code)


@public.get("/platforms/<platform_id>")
@describe("一个平台", "One platform", media=_HTML, cached=True, errors=(NotFound,))
async def platform(request: ApiRequest, platform_id: UUID) -> HTTPResponse:
    return await _kept(request, platform_page, platform_id)


@public.get("/plans/<plan_id>")
@describe("一个方案", "One plan", media=_HTML, cached=True, errors=(NotFound,))
async def plan(request: ApiRequest, plan_id: UUID) -> HTTPResponse:
    return await _kept(request, plan_page, plan_id)


@public.get("/notices")
@describe("公示", "Public notices", media=_HTML, cached=True, errors=(Invalid,))
async def notices(request: ApiRequest) -> HTTPResponse:
    return await _kept(request, notices_page)


@public.get("/notices/<notice_id>")
@describe("一期公示", "One public notice", media=_HTML, cached=True, errors=(NotFound, Invalid))
async def notice(request: ApiRequest, notice_id: UUID) -> HTTPResponse:
    return await _kept(request, notice_page, notice_id)


@public.get("/lists")
@describe("认定名单", "The public lists", media=_HTML, cached=True)
async def lists(request: ApiRequest) -> HTTPResponse:
    return await _kept(request, lists_page)


@public.get("/lists/<programme>")
@describe("一项政策的名单", "One list", media=_HTML, cached=True, errors=(NotFound, Invalid))
async def one_list(request: ApiRequest, programme: ProgrammeCode) -> HTTPResponse:
    return await _kept(request, list_page, programme)


@public.get("/search")
@describe("搜索", "Search", media=_HTML, cached=True)
async def search(request: ApiRequest) -> HTTPResponse:
    return await _kept(request, search_page)


@public.get("/verify")
@describe("文书核验", "Check a letter", media=_HTML, cached=True)
async def verify(request: ApiRequest) -> HTTPResponse:
    asked, ports = _of(request)
    token = token_in(asked.given("code"))
    if token is not None:
        return redirect(asked.link(f"/verify/{token}"), status=303)
    return await send_made(request, await verify_page(asked, ports))


@public.get("/verify/<token>", limits=(CHECKS,))
@describe("核验结果", "What the check says", media=_HTML, errors=(RateLimited,))
async def verified(request: ApiRequest, token: SignedToken) -> HTTPResponse:
    return await letter_page(request, ports_of(request), token)


@public.get("/help")
@describe("使用帮助", "Help", media=_HTML, cached=True)
async def help_with(request: ApiRequest) -> HTTPResponse:
    return await _kept(request, help_page)


@public.get("/privacy")
@describe("隐私说明", "The privacy text", media=_HTML, cached=True, errors=(Invalid,))
async def privacy(request: ApiRequest) -> HTTPResponse:
    return await _kept(request, privacy_page)


@public.get("/sitemap.xml")
@describe("网站地图", "The sitemap", media="application/xml", cached=True)
async def site_map(request: ApiRequest) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        return (await sitemap(ports.public_url, ports)).encode()

    return await ports.rendered.reply(
        request, render, content_type="application/xml", target=b"/sitemap.xml"
    )


@public.get("/robots.txt")
@describe("给搜索引擎的说明", "What search engines may read", media="text/plain", cached=True)
async def for_robots(request: ApiRequest) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        return robots(ports.public_url).encode()

    return await ports.rendered.reply(
        request, render, content_type="text/plain; charset=utf-8", target=b"/robots.txt"
    )


@public.get("/favicon.ico")
@describe("网站图标", "The icon of the site", status=302, gives=("Location",))
async def icon(request: ApiRequest) -> HTTPResponse:
    # Browsers ask for it by themselves beside what has no page of ours, such as a PDF.
    return redirect(asset("mark.svg"))


@public.get("/assets/<name>")
@describe("网页的样式和脚本", "A file of the pages", media="*/*", cached=True, errors=(NotFound,))
async def file(request: ApiRequest, name: FileName) -> HTTPResponse:
    found = ASSETS.get(name)
    if found is None:
        raise NotFound()
    answer = await found.reply(request)
    answer.headers["cache-control"] = NEVER_CHANGES
    return answer
