"""Routes of papers: upload and removal for the SME, reading for all parties."""

from typing import Annotated, get_args
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic.response import HTTPResponse

from models.rules.paper_names import offered_name
from server.allowances import DOWNLOADS, UPLOADED_MEBIBYTES, UPLOADS, mebibytes_of
from server.audiences import Audience, blueprint
from server.edge.web.bodies import Body, decode
from server.edge.web.describe import describe
from server.edge.web.field_types import PaperKind, Sha256, Token, about
from server.edge.web.idempotency import remember
from server.edge.web.params import read_query
from server.edge.web.rate_limit import enforce
from server.edge.web.replies import Page, reply, reply_file, reply_nothing, stream_file
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound, RateLimited, TooLarge, UnsupportedMedia
from server.features.applications.refusals import NotEditable
from server.features.applications.schemas import EvidenceItem
from server.features.applications.view import get_own_application
from server.features.evidence.delete import delete_evidence
from server.features.evidence.link import LinkExpired, PaperLinkView, follow_link, make_link
from server.features.evidence.opening import find_opening
from server.features.evidence.preview import show_preview
from server.features.evidence.read import get_evidence, open_evidence, read_pieces, view_of
from server.features.evidence.receive import PaperForm, receiving_paper
from server.features.evidence.refusals import PaperClosed
from server.features.evidence.upload import upload_evidence
from server.features.identity.conflicts import ConflictOfInterest
from server.features.identity.declarations import DeclarationNeeded
from server.features.identity.resolve_session import SessionResolver
from server.ports import ports_of
from storage.files.inspection.inspected import MOST_PREVIEWS, ContentType

sme = blueprint("evidence", Audience.APPLICANT)
party = blueprint("evidence", Audience.PARTY)
public = blueprint("evidence", Audience.PUBLIC)
PageNumber = Annotated[
    int, Meta(ge=1, le=MOST_PREVIEWS), about("第几页，从 1 起", "number of the page, from 1", 1)
]


class PaperQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All papers, or those of a kind, or of these bytes."""

    kind: Annotated[PaperKind | None, about("只看此种材料", "only this kind")] = None
    sha256: Annotated[Sha256 | None, about("只看此内容", "only these bytes")] = None

    def takes(self, paper: EvidenceItem) -> bool:
        wanted = None if self.sha256 is None else self.sha256.lower()
        return self.kind in (None, paper.kind) and wanted in (None, paper.sha256)


async def present(request: ApiRequest, evidence_id: UUID) -> EvidenceItem:
    return await get_evidence(evidence_id, english=request.english)


@sme.post(
    "/applications/<application_id>/evidence", present=present, max_body=None, limits=(UPLOADS,)
)
@describe(
    "上传材料；同类同内容再传返回 200 和原编号；文件名的扩展名以内容为准；state 为 checking 的还在检查，"
    "检查结果见申请的材料清单",
    "Upload a paper; the same bytes and kind again answer 200 with the same id; its name comes to end"
    " in what its content is; the result of what is still `checking` shows in its application",
    status=201,
    request=PaperForm,
    files=("file",),
    response=EvidenceItem,
    errors=(NotFound, NotEditable, Invalid, TooLarge, UnsupportedMedia, RateLimited),
    also=(200,),
)
async def upload(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    ports, user_id = ports_of(request), request.identity.user_id
    opening = await find_opening(application_id, user_id)
    async with receiving_paper(request, application_id, ports) as paper:
        await remember(request, paper.fingerprint)
        # What is there already is stored no second time: a reply that was lost costs nobody.
        if not opening.holds(paper.kind, paper.file.passed.sha256.hex()):
            cost = mebibytes_of(paper.file.passed.size)
            await enforce(request, (UPLOADED_MEBIBYTES,), cost=cost)
        work = upload_evidence(
            opening,
            paper,
            user_id=user_id,
            clock=ports.clock,
            bucket=ports.bucket,
            examiner=ports.examiner,
        )
        uploaded = await ports.tasks.to_the_end(work)
    view = view_of(uploaded.evidence, english=request.english)
    return reply(view, 201 if uploaded.new else 200)


@sme.get("/applications/<application_id>/evidence")
@describe(
    "已传材料；上传前按 kind 和 sha256 查一下，已在的不用再传",
    "The papers; asked by kind and sha256 before an upload, what is there need not be sent again",
    query=PaperQuery,
    response=Page[EvidenceItem],
    errors=(NotFound, Invalid),
)
async def browse(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    query, ports = read_query(request, PaperQuery), ports_of(request)
    view = await get_own_application(
        application_id,
        request.identity.user_id,
        quota=ports.quota,
        clock=ports.clock,
        english=request.english,
    )
    return reply(Page([paper for paper in view.evidence if query.takes(paper)]))


@sme.delete("/applications/<application_id>/evidence/<evidence_id>")
@describe(
    "删除材料（申请可修改时）",
    "Remove a paper while the application is open",
    status=204,
    errors=(NotFound, NotEditable),
)
async def remove(request: ApiRequest, application_id: UUID, evidence_id: UUID) -> HTTPResponse:
    user_id, clock = request.identity.user_id, ports_of(request).clock
    await delete_evidence(application_id, evidence_id, user_id=user_id, clock=clock)
    return reply_nothing()


@party.get("/applications/<application_id>/evidence/<evidence_id>/content", limits=(DOWNLOADS,))
@describe(
    "材料原文件；专家须先声明有无利益冲突",
    "The bytes of a paper; experts declare themselves first",
    media=get_args(ContentType),
    errors=(ConflictOfInterest, DeclarationNeeded, NotFound, PaperClosed, RateLimited),
)
async def content(request: ApiRequest, application_id: UUID, evidence_id: UUID) -> None:
    ports = ports_of(request)
    paper = await open_evidence(application_id, evidence_id, by=request.identity, clock=ports.clock)
    await stream_file(
        request,
        read_pieces(ports.bucket, paper.object_name),
        name=offered_name(paper.name, paper.content_type),
        content_type=paper.content_type,
        size=paper.size,
    )


class PageQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which page; a photo has one."""

    page: PageNumber = 1


class PageBody(Body, frozen=True):
    page: PageNumber = 1


_LOOKING = (ConflictOfInterest, DeclarationNeeded, NotFound, PaperClosed, RateLimited)


@party.get("/applications/<application_id>/evidence/<evidence_id>/preview", limits=(DOWNLOADS,))
@describe(
    "材料某一页的图片，带查看人和时间的水印",
    "A page of a paper as a picture, with the viewer and the time across it",
    query=PageQuery,
    media="image/jpeg",
    errors=_LOOKING,
)
async def preview(request: ApiRequest, application_id: UUID, evidence_id: UUID) -> HTTPResponse:
    ports, page = ports_of(request), read_query(request, PageQuery).page
    picture = await show_preview(
        application_id,
        evidence_id,
        page,
        by=request.identity,
        bucket=ports.bucket,
        clock=ports.clock,
    )
    return reply_file(picture, f"{page}.jpg", "image/jpeg", inline=True)


@party.post(
    "/applications/<application_id>/evidence/<evidence_id>/link", once=False, limits=(DOWNLOADS,)
)
@describe(
    "取得某一页图片的一次性地址，五分钟内有效，打开时不用登录（小程序预览用）",
    "An address of a page's picture, good once within five minutes and without a login, for the"
    " mini-program's preview",
    status=201,
    request=PageBody,
    response=PaperLinkView,
    errors=_LOOKING,
)
async def link(request: ApiRequest, application_id: UUID, evidence_id: UUID) -> HTTPResponse:
    body, ports = decode(request, PageBody), ports_of(request)
    made = await make_link(
        application_id, evidence_id, body.page, by=request.identity, clock=ports.clock
    )
    return reply(made, 201)


@public.get("/previews/<token>")
@describe(
    "按一次性地址打开材料的一页",
    "A page of a paper by an address that is good once",
    media="image/jpeg",
    errors=(ConflictOfInterest, DeclarationNeeded, LinkExpired, NotFound, PaperClosed),
)
async def linked(request: ApiRequest, token: Token) -> HTTPResponse:
    ports = ports_of(request)
    sessions = SessionResolver(ports.sessions, ports.clock, ports.login)
    picture = await follow_link(token, bucket=ports.bucket, sessions=sessions, clock=ports.clock)
    return reply_file(picture, "preview.jpg", "image/jpeg", inline=True)
