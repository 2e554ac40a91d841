"""Routes of letters: one's own to download, and the check that anybody may make."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.allowances import CHECKS, LETTERS
from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.field_types import PaperKind, SignedToken
from server.edge.web.problems import takes_page
from server.edge.web.replies import reply
from server.edge.web.request import ApiRequest
from server.errors import NotFound, RateLimited
from server.features.letters.commitment import filled_letter
from server.features.letters.decision import decision_letter
from server.features.letters.page import letter_page
from server.features.letters.receipt import receipt_letter
from server.features.letters.refusals import NotDecided, NotGenuine, NotSubmitted
from server.features.letters.schemas import VerifiedLetter
from server.features.letters.send import send_letter
from server.features.letters.verify import verify_letter
from server.ports import ports_of

sme = blueprint("letters", Audience.APPLICANT)
public = blueprint("letters", Audience.PUBLIC)
_PDF = "application/pdf"


@sme.get("/applications/<application_id>/letters/<kind>", limits=(LETTERS,))
@describe(
    "承诺书等须签章的文书，已填入本申请的内容，打印签章后上传",
    "A letter to sign, such as the commitment, filled in with what the application says",
    media=_PDF,
    cached=True,
    errors=(NotFound, RateLimited),
)
async def filled(request: ApiRequest, application_id: UUID, kind: PaperKind) -> HTTPResponse:
    ports, user_id = ports_of(request), request.identity.user_id
    letter = await filled_letter(application_id, kind, user_id, guides=ports.guides)
    return await send_letter(request, letter, letter.title, writer=ports.letters)


@sme.get("/applications/<application_id>/decision/pdf", limits=(LETTERS,))
@describe(
    "审核结果通知书，带核验二维码",
    "The letter of the decision, with a code to check it by",
    media=_PDF,
    cached=True,
    errors=(NotFound, NotDecided, RateLimited),
)
async def decision(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    ports, user_id = ports_of(request), request.identity.user_id
    letter = await decision_letter(
        application_id,
        user_id,
        quota=ports.quota,
        clock=ports.clock,
        signer=ports.signer,
        public_url=ports.public_url,
    )
    return await send_letter(request, letter, letter.footer, writer=ports.letters)


@sme.get("/applications/<application_id>/receipt/pdf", limits=(LETTERS,))
@describe(
    "申请提交回执，带核验二维码",
    "The receipt of the hand-in, with a code to check it by",
    media=_PDF,
    cached=True,
    errors=(NotFound, NotSubmitted, RateLimited),
)
async def receipt(request: ApiRequest, application_id: UUID) -> HTTPResponse:
    ports, user_id = ports_of(request), request.identity.user_id
    letter = await receipt_letter(
        application_id, user_id, signer=ports.signer, public_url=ports.public_url
    )
    return await send_letter(request, letter, letter.footer, writer=ports.letters)


@public.get("/verify/<token>", limits=(CHECKS,))
@describe(
    "核验回执或审核结果通知书：真伪、内容、现在是否有效；浏览器打开的是网页",
    "Whether a receipt or a letter of decision is genuine, what it is about, whether it still holds;"
    " a browser is given a page",
    response=VerifiedLetter,
    errors=(NotGenuine, RateLimited),
)
async def verify(request: ApiRequest, token: SignedToken) -> HTTPResponse:
    # Whoever scans the code on a letter has a browser, and reads no JSON.
    if takes_page(request):
        return await letter_page(request, ports_of(request), token)
    letter = await verify_letter(token, english=request.english)
    return reply(letter, headers={"vary": "accept"})
