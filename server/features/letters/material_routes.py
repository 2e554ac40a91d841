"""Public routes of the papers that a track asks for: what they must show, samples, blank forms."""

from sanic.response import HTTPResponse

from server.allowances import SAMPLES
from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.field_types import EditionCode, PaperKind, TrackCode
from server.edge.web.replies import encode
from server.edge.web.request import ApiRequest
from server.errors import NotFound, RateLimited
from server.features.letters.materials import list_materials, sample_page, template_letter
from server.features.letters.schemas import MaterialGuides
from server.features.letters.send import send_letter
from server.ports import ports_of

public = blueprint("materials", Audience.PUBLIC)


@public.get("/programmes/<code>/tracks/<track>/materials")
@describe(
    "一个事项要交的材料：须载明什么、样张、空白模板",
    "The papers of a track: what each must show, samples, blank forms",
    response=MaterialGuides,
    cached=True,
    errors=(NotFound,),
)
async def materials(request: ApiRequest, code: EditionCode, track: TrackCode) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        rules = await ports.track_rules(code, track)
        items = list_materials(rules, guides=ports.guides, english=request.english)
        return encode(MaterialGuides(items))

    return await ports.rendered.reply(request, render)


@public.get("/programmes/<code>/tracks/<track>/materials/<kind>/sample", limits=(SAMPLES,))
@describe(
    "材料样张，标有“样张”字样，内容为虚构",
    "A sample of a paper, marked as one, with made-up content",
    media="application/pdf",
    cached=True,
    errors=(NotFound, RateLimited),
)
async def sample(
    request: ApiRequest, code: EditionCode, track: TrackCode, kind: PaperKind
) -> HTTPResponse:
    ports = ports_of(request)
    rules = await ports.track_rules(code, track)
    letter = sample_page(rules, kind, guides=ports.guides)
    return await send_letter(request, letter, letter.footer, writer=ports.letters, public=True)


@public.get("/programmes/<code>/tracks/<track>/materials/<kind>/template", limits=(SAMPLES,))
@describe(
    "空白模板，打印后填写签章",
    "A blank form, to be printed, filled in and signed",
    media="application/pdf",
    cached=True,
    errors=(NotFound, RateLimited),
)
async def template(
    request: ApiRequest, code: EditionCode, track: TrackCode, kind: PaperKind
) -> HTTPResponse:
    ports = ports_of(request)
    rules = await ports.track_rules(code, track)
    letter = template_letter(rules, kind, guides=ports.guides)
    return await send_letter(request, letter, letter.title, writer=ports.letters, public=True)
