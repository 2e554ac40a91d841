"""Routes by which an authority checks, proposes and publishes the files of a programme."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.field_types import EditionCode
from server.edge.web.params import read_query
from server.edge.web.rate_limit import RateLimit
from server.edge.web.replies import Page, reply
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.programme_files.access import find_proposal
from server.features.programme_files.check import check_files
from server.features.programme_files.decide import (
    publish_proposal,
    refuse_proposal,
    withdraw_proposal,
)
from server.features.programme_files.in_force import list_in_force, show_in_force
from server.features.programme_files.propose import propose_files
from server.features.programme_files.refusals import (
    AlreadyProposed,
    FilesOfYourOwn,
    FilesUnchanged,
    NotYourProposal,
    ProgrammeOutOfReach,
    ProposalEnded,
    RulesMoved,
)
from server.features.programme_files.schemas import (
    FileProposalItem,
    FileProposalView,
    FilesInForce,
    FilesInForceItem,
    FilesProposed,
    FilesReading,
    FilesRefusal,
    InForceQuery,
    ProposalQuery,
)
from server.features.programme_files.show import list_proposals, show_proposal
from server.features.programme_files.texts import LARGEST_BODY, ProgrammeTexts
from server.features.programmes.publish_pools import PoolFixed, PoolLimitsBelowLocked
from server.ports import ports_of
from server.roles import Role

_CHECKS = RateLimit("programme_check", 60, 60, by="user")

authority = blueprint("programme_files", Audience.AUTHORITY)


async def present(request: ApiRequest, proposal_id: UUID) -> FileProposalView:
    return await show_proposal(
        proposal_id, by=request.identity, english=request.english, ports=ports_of(request)
    )


async def visible(request: ApiRequest, proposal_id: UUID) -> None:
    await find_proposal(proposal_id, request.identity, Role.AUTHORITY)


@authority.post("/programme-files/check", once=False, max_body=LARGEST_BODY, limits=(_CHECKS,))
@describe(
    "检查政策文件：列出全部错误，或用中文读出并与现行版本比较",
    "Check the files of a programme: every mistake, or what they say and change",
    request=ProgrammeTexts,
    response=FilesReading,
    errors=(Invalid,),
)
async def check(request: ApiRequest) -> HTTPResponse:
    texts = decode(request, ProgrammeTexts)
    return reply(
        await check_files(
            texts, by=request.identity, english=request.english, ports=ports_of(request)
        )
    )


@authority.get("/programme-files/in-force")
@describe(
    "现行的各年度，以及是否存有发布时的文件",
    "Editions in force, and whether their files are kept",
    query=InForceQuery,
    response=Page[FilesInForceItem],
    errors=(Invalid,),
)
async def browse_in_force(request: ApiRequest) -> HTTPResponse:
    query = read_query(request, InForceQuery)
    return reply(await list_in_force(query, by=request.identity, english=request.english))


@authority.get("/programme-files/in-force/<code>")
@describe(
    "一个年度现行版本的文件全文，供修改",
    "The files of what is in force of an edition, to be edited",
    response=FilesInForce,
    errors=(NotFound,),
)
async def in_force(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    return reply(await show_in_force(code, by=request.identity, english=request.english))


@authority.get("/programme-files")
@describe(
    "提出的政策文件，新的在前",
    "Proposed files of programmes, the newest first",
    query=ProposalQuery,
    response=Page[FileProposalItem],
    errors=(Invalid,),
)
async def browse(request: ApiRequest) -> HTTPResponse:
    query = read_query(request, ProposalQuery)
    return reply(await list_proposals(query, by=request.identity, english=request.english))


@authority.post("/programme-files", present=present, max_body=LARGEST_BODY)
@describe(
    "提出政策文件，由另一人发布",
    "Propose the files of a programme; a second person publishes them",
    status=201,
    request=FilesProposed,
    response=FileProposalView,
    errors=(Invalid, ProgrammeOutOfReach, FilesUnchanged, AlreadyProposed),
)
async def propose(request: ApiRequest) -> HTTPResponse:
    given = decode(request, FilesProposed)
    made = await propose_files(given, by=request.identity, ports=ports_of(request))
    return reply(await present(request, made), status=201)


@authority.get("/programme-files/<proposal_id>")
@describe(
    "一份提出的政策文件：全文、读出的内容、与现行版本的差异",
    "One proposal: its files, what they say, and what they change",
    response=FileProposalView,
    errors=(NotFound,),
)
async def show(request: ApiRequest, proposal_id: UUID) -> HTTPResponse:
    return reply(await present(request, proposal_id))


@authority.post(
    "/programme-files/<proposal_id>/publish",
    present=present,
    visible=visible,
    password_again=True,
)
@describe(
    "由第二人发布政策文件，立即成为现行版本",
    "Publish proposed files, by a second person; they are in force at once",
    response=FileProposalView,
    errors=(
        NotFound,
        Invalid,
        FilesOfYourOwn,
        ProgrammeOutOfReach,
        ProposalEnded,
        RulesMoved,
        PoolLimitsBelowLocked,
        PoolFixed,
    ),
)
async def publish(request: ApiRequest, proposal_id: UUID) -> HTTPResponse:
    ports = ports_of(request)
    await publish_proposal(proposal_id, by=request.identity, ports=ports)
    ports.rendered.forget()
    return reply(await present(request, proposal_id))


@authority.post("/programme-files/<proposal_id>/refuse", present=present, visible=visible)
@describe(
    "由第二人退回政策文件，理由会告知提出人",
    "Refuse proposed files, by a second person; the proposer reads why",
    request=FilesRefusal,
    response=FileProposalView,
    errors=(NotFound, Invalid, FilesOfYourOwn, ProposalEnded),
)
async def refuse(request: ApiRequest, proposal_id: UUID) -> HTTPResponse:
    given, clock = decode(request, FilesRefusal), ports_of(request).clock
    await refuse_proposal(proposal_id, given.reason, by=request.identity, clock=clock)
    return reply(await present(request, proposal_id))


@authority.post("/programme-files/<proposal_id>/withdraw", present=present, visible=visible)
@describe(
    "撤回自己提出的政策文件",
    "Withdraw files that you proposed",
    response=FileProposalView,
    errors=(NotFound, NotYourProposal, ProposalEnded),
)
async def withdraw(request: ApiRequest, proposal_id: UUID) -> HTTPResponse:
    await withdraw_proposal(proposal_id, by=request.identity, clock=ports_of(request).clock)
    return reply(await present(request, proposal_id))
