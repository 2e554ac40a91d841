"""Routes of reviewers: the work list, one review, take, release, decide."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.applications.refusals import Ineligible
from server.audiences import Audience, blueprint
from server.deps import ports_of
from server.errors import Invalid, NotFound
from server.identity.conflicts import ConflictOfInterest
from server.identity.declarations import DeclarationNeeded
from server.reviews.bulk import pass_reviews
from server.reviews.decide import decide_review
from server.reviews.refusals import AlreadyDecided, DecidedElsewhere, Exhausted, Taken
from server.reviews.schemas import BulkPass, Decision, Results, ReviewItem, ReviewView
from server.reviews.show import get_review
from server.reviews.take import release_review, take_review
from server.reviews.worklist import ReviewQuery, list_reviews
from server.web.bodies import decode
from server.web.describe import describe
from server.web.params import read_query
from server.web.replies import Page, reply
from server.web.request import ApiRequest

reviewer = blueprint("reviews", Audience.REVIEWER)


async def present(request: ApiRequest, review_id: UUID) -> ReviewView:
    ports, by = ports_of(request), request.identity
    return await get_review(
        review_id, by=by, quota=ports.quota, clock=ports.clock, english=request.english
    )


@reviewer.get("/reviews")
@describe(
    "My work list, in key order",
    query=ReviewQuery,
    response=Page[ReviewItem],
    errors=(Invalid,),
)
async def browse(request: ApiRequest) -> HTTPResponse:
    query, clock = read_query(request, ReviewQuery), ports_of(request).clock
    return reply(await list_reviews(query, by=request.identity, clock=clock))


@reviewer.get("/reviews/<review_id>")
@describe(
    "Everything that one review is decided by; experts declare themselves first",
    response=ReviewView,
    errors=(ConflictOfInterest, DeclarationNeeded, NotFound),
)
async def read(request: ApiRequest, review_id: UUID) -> HTTPResponse:
    return reply(await present(request, review_id))


@reviewer.post("/reviews/<review_id>/take", present=present)
@describe(
    "Take it, for an hour after the last work on it",
    response=ReviewView,
    errors=(ConflictOfInterest, NotFound, DecidedElsewhere, AlreadyDecided, Taken),
)
async def take(request: ApiRequest, review_id: UUID) -> HTTPResponse:
    await take_review(review_id, by=request.identity, clock=ports_of(request).clock)
    return reply(await present(request, review_id))


@reviewer.post("/reviews/<review_id>/release", present=present)
@describe(
    "Give it back",
    response=ReviewView,
    errors=(ConflictOfInterest, NotFound, AlreadyDecided, Taken),
)
async def release(request: ApiRequest, review_id: UUID) -> HTTPResponse:
    await release_review(review_id, by=request.identity, clock=ports_of(request).clock)
    return reply(await present(request, review_id))


@reviewer.post("/reviews/<review_id>/decide", present=present)
@describe(
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
    work = decide_review(
        review_id,
        decode(request, Decision),
        by=by,
        clock=ports.clock,
        calendar=ports.calendar,
        quota=ports.quota,
        marks=ports.marks,
        signer=ports.signer,
    )
    await ports.tasks.shielded(work)
    return reply(await present(request, review_id))


# Each id is a transaction of its own; a repeat answers `already_decided` for those that passed.
@reviewer.post("/reviews/decide", once=False)
@describe("Pass many, in key order", request=BulkPass, response=Results)
async def decide_many(request: ApiRequest) -> HTTPResponse:
    ports, by = ports_of(request), request.identity
    work = pass_reviews(
        decode(request, BulkPass),
        by=by,
        clock=ports.clock,
        calendar=ports.calendar,
        quota=ports.quota,
        marks=ports.marks,
    )
    return reply(Results(await ports.tasks.shielded(work)))
