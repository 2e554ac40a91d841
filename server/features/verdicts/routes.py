"""Routes by which reviewers decide: one review, or many at once."""

from collections.abc import Sequence
from uuid import UUID

from sanic.response import HTTPResponse

from models.rules.reasons import Reason
from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode, decode_beside
from server.edge.web.describe import describe
from server.edge.web.replies import reply
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.applications.refusals import Ineligible
from server.features.identity.conflicts import ConflictOfInterest
from server.features.reviews.refusals import AlreadyDecided, DecidedElsewhere, Exhausted, Taken
from server.features.reviews.routes import present
from server.features.reviews.schemas import ReviewView
from server.features.verdicts.bulk import pass_reviews
from server.features.verdicts.check_bulk import check_bulk
from server.features.verdicts.check_verdict import VerdictAsRead
from server.features.verdicts.decide import decide_review, decision_problems
from server.features.verdicts.results import present_results
from server.features.verdicts.schemas import (
    BulkCheck,
    BulkPass,
    BulkQuestion,
    Decision,
    Results,
)
from server.ports import ports_of

reviewer = blueprint("verdicts", Audience.REVIEWER)


@reviewer.post("/reviews/<review_id>/decide", present=present)
@describe(
    "作出审核意见：通过、退回或不通过；无人领取时一并领取",
    "Pass, return or reject; takes it if nobody holds it",
    request=Decision,
    response=ReviewView,
    errors=(
        *(ConflictOfInterest, NotFound, DecidedElsewhere, Invalid, AlreadyDecided, Taken),
        *(Ineligible, Exhausted),
    ),
)
async def decide_one(request: ApiRequest, review_id: UUID) -> HTTPResponse:
    ports, by = ports_of(request), request.identity

    async def rules(read: VerdictAsRead) -> Sequence[Reason]:
        return await decision_problems(review_id, read, by=by, clock=ports.clock)

    work = decide_review(
        review_id,
        await decode_beside(request, Decision, rules),
        by=by,
        clock=ports.clock,
        calendar=ports.calendar,
        ranker=ports.ranker,
        signer=ports.signer,
    )
    await ports.tasks.shielded(work)
    return reply(await present(request, review_id))


# Each id is a transaction of its own; a repeat answers `already_decided` for those that passed.
@reviewer.post("/reviews/decide", once=False)
@describe("批量通过，按排队顺序", "Pass many, in key order", request=BulkPass, response=Results)
async def decide_many(request: ApiRequest) -> HTTPResponse:
    ports, by = ports_of(request), request.identity
    work = pass_reviews(
        decode(request, BulkPass),
        by=by,
        clock=ports.clock,
        calendar=ports.calendar,
        ranker=ports.ranker,
    )
    done = await ports.tasks.shielded(work)
    return reply(present_results(done, english=request.english))


@reviewer.post("/reviews/decide/check", once=False)
@describe(
    "批量通过之前：能通过多少件、金额合计、须说明核对了哪些材料；不作改动",
    "Before a pass in bulk: how many can pass, over how much, which papers to state; changes nothing",
    request=BulkQuestion,
    response=BulkCheck,
)
async def check_many(request: ApiRequest) -> HTTPResponse:
    ids, clock = decode(request, BulkQuestion).ids, ports_of(request).clock
    return reply(await check_bulk(ids, by=request.identity, clock=clock, english=request.english))
