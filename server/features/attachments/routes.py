"""Routes of the papers of appeals and objections: handed in, taken back, opened."""

from typing import get_args
from uuid import UUID

from sanic.response import HTTPResponse

from models.rules.paper_names import offered_name
from server.allowances import DOWNLOADS, UPLOADED_MEBIBYTES, UPLOADS, mebibytes_of
from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.idempotency import remember
from server.edge.web.rate_limit import enforce
from server.edge.web.replies import reply, reply_nothing, stream_file
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound, RateLimited, TooLarge, UnsupportedMedia
from server.features.attachments.matter import Matter, require_open
from server.features.attachments.read import (
    StoredAttachment,
    open_attachment,
    open_own_appeal_paper,
)
from server.features.attachments.refusals import MatterDecided, TooManyAttachments
from server.features.attachments.remove import take_back_attachment
from server.features.attachments.schemas import AttachmentView
from server.features.attachments.shown import get_attachment
from server.features.attachments.upload import attach_paper
from server.features.evidence.read import read_pieces
from server.features.evidence.receive import AttachmentForm, receiving_paper
from server.features.evidence.refusals import PaperClosed
from server.ports import ports_of
from storage.files.inspection.inspected import ContentType

sme = blueprint("attachments", Audience.APPLICANT)
party = blueprint("attachments", Audience.PARTY)
anyone = blueprint("attachments", Audience.ANY_LOGIN)
authority = blueprint("attachments", Audience.AUTHORITY)
_TAKING = (
    *(NotFound, MatterDecided, TooManyAttachments),
    *(Invalid, TooLarge, UnsupportedMedia, RateLimited),
)
_OPENING = (NotFound, PaperClosed, RateLimited)


async def present(request: ApiRequest, attachment_id: UUID) -> AttachmentView:
    return await get_attachment(attachment_id, english=request.english)


@sme.post("/appeals/<appeal_id>/papers", present=present, max_body=None, limits=(UPLOADS,))
@describe(
    "为申诉附材料（答复之前，最多 10 份）；同一文件再传返回 200 和原编号",
    "A paper with an appeal, until it is decided, 10 at most; the same file again answers 200",
    status=201,
    request=AttachmentForm,
    files=("file",),
    response=AttachmentView,
    errors=_TAKING,
    also=(200,),
)
async def attach_to_appeal(request: ApiRequest, appeal_id: UUID) -> HTTPResponse:
    return await _attach(request, Matter("appeal", appeal_id))


@anyone.post("/objections/<objection_id>/papers", present=present, max_body=None, limits=(UPLOADS,))
@describe(
    "为异议附材料（答复之前，最多 10 份）；同一文件再传返回 200 和原编号",
    "A paper with an objection, until it is answered, 10 at most; the same file again answers 200",
    status=201,
    request=AttachmentForm,
    files=("file",),
    response=AttachmentView,
    errors=_TAKING,
    also=(200,),
)
async def attach_to_objection(request: ApiRequest, objection_id: UUID) -> HTTPResponse:
    return await _attach(request, Matter("objection", objection_id))


@sme.delete("/appeals/<appeal_id>/papers/<appeal_paper_id>")
@describe(
    "撤回申诉的一份材料（答复之前）",
    "Take a paper of an appeal back, until it is decided",
    status=204,
    errors=(NotFound, MatterDecided),
)
async def take_back_of_appeal(
    request: ApiRequest, appeal_id: UUID, appeal_paper_id: UUID
) -> HTTPResponse:
    return await _take_back(request, Matter("appeal", appeal_id), appeal_paper_id)


@anyone.delete("/objections/<objection_id>/papers/<objection_paper_id>")
@describe(
    "撤回异议的一份材料（答复之前）",
    "Take a paper of an objection back, until it is answered",
    status=204,
    errors=(NotFound, MatterDecided),
)
async def take_back_of_objection(
    request: ApiRequest, objection_id: UUID, objection_paper_id: UUID
) -> HTTPResponse:
    return await _take_back(request, Matter("objection", objection_id), objection_paper_id)


@sme.get(
    "/applications/<application_id>/appeal-papers/<appeal_paper_id>/content", limits=(DOWNLOADS,)
)
@describe(
    "我的申诉材料的原文件",
    "The bytes of a paper of one's own appeal",
    media=get_args(ContentType),
    errors=_OPENING,
)
async def content_of_own_appeal(
    request: ApiRequest, application_id: UUID, appeal_paper_id: UUID
) -> None:
    user_id, clock = request.identity.user_id, ports_of(request).clock
    paper = await open_own_appeal_paper(
        application_id, appeal_paper_id, user_id=user_id, clock=clock
    )
    await _send(request, paper)


@authority.get("/appeals/<appeal_id>/papers/<appeal_paper_id>/content", limits=(DOWNLOADS,))
@describe(
    "申诉材料的原文件",
    "The bytes of an appeal's paper",
    media=get_args(ContentType),
    errors=_OPENING,
)
async def content_of_appeal(request: ApiRequest, appeal_id: UUID, appeal_paper_id: UUID) -> None:
    await _open(request, Matter("appeal", appeal_id), appeal_paper_id)


@party.get("/objections/<objection_id>/papers/<objection_paper_id>/content", limits=(DOWNLOADS,))
@describe(
    "异议材料的原文件：提出人、主管部门和督查人员可看",
    "The bytes of an objection's paper, for who raised it, the authority and the inspector",
    media=get_args(ContentType),
    errors=_OPENING,
)
async def content_of_objection(
    request: ApiRequest, objection_id: UUID, objection_paper_id: UUID
) -> None:
    await _open(request, Matter("objection", objection_id), objection_paper_id)


async def _attach(request: ApiRequest, matter: Matter) -> HTTPResponse:
    ports, user_id = ports_of(request), request.identity.user_id
    await require_open(matter, user_id)
    async with receiving_paper(request, matter.id, ports, form=AttachmentForm) as paper:
        await remember(request, paper.fingerprint)
        await enforce(request, (UPLOADED_MEBIBYTES,), cost=mebibytes_of(paper.file.passed.size))
        work = attach_paper(
            matter,
            paper,
            user_id=user_id,
            clock=ports.clock,
            bucket=ports.bucket,
            examiner=ports.examiner,
        )
        attached = await ports.tasks.to_the_end(work)
    return reply(await present(request, attached.id), 201 if attached.new else 200)


async def _take_back(request: ApiRequest, matter: Matter, attachment_id: UUID) -> HTTPResponse:
    user_id, clock = request.identity.user_id, ports_of(request).clock
    await take_back_attachment(matter, attachment_id, user_id=user_id, clock=clock)
    return reply_nothing()


async def _open(request: ApiRequest, matter: Matter, attachment_id: UUID) -> None:
    by, clock = request.identity, ports_of(request).clock
    await _send(request, await open_attachment(matter, attachment_id, by=by, clock=clock))


async def _send(request: ApiRequest, paper: StoredAttachment) -> None:
    await stream_file(
        request,
        read_pieces(ports_of(request).bucket, paper.object_name),
        name=offered_name(paper.name, paper.content_type),
        content_type=paper.content_type,
        size=paper.size,
    )
