"""Routes of reviewers: the work list, one review, take, release."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.params import Query, read_query
from server.edge.web.replies import Page, reply
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.applications.decision_schemas import DecisionView
from server.features.identity.conflicts import ConflictOfInterest
from server.features.identity.declarations import DeclarationNeeded
from server.features.reviews.contact_schema import ContactView
from server.features.reviews.explain import explain_review
from server.features.reviews.refusals import AlreadyDecided, DecidedElsewhere, Taken
from server.features.reviews.schemas import ReviewView, WorkList
from server.features.reviews.show import get_review
from server.features.reviews.show_contact import NoContact, NotHeld, show_contact
from server.features.reviews.take import release_review, take_review
from server.features.reviews.without_officer import MatterWithoutOfficer, browse_without_officer
from server.features.reviews.work_query import ReviewQuery
from server.features.reviews.worklist import list_reviews
from server.ports import ports_of

reviewer = blueprint("reviews", Audience.REVIEWER)
authority = blueprint("reviews", Audience.AUTHORITY)


async def present(request: ApiRequest, review_id: UUID) -> ReviewView:
    return await get_review(
        review_id, by=request.identity, ports=ports_of(request), english=request.english
    )


@reviewer.get("/reviews")
@describe(
    "我的审核任务，默认按排队顺序",
    "My work list, in key order unless asked otherwise",
    query=ReviewQuery,
    response=WorkList,
    errors=(Invalid,),
)
async def browse(request: ApiRequest) -> HTTPResponse:
    query, ports = read_query(request, ReviewQuery), ports_of(request)
    return reply(
        await list_reviews(
            query,
            by=request.identity,
            clock=ports.clock,
            calendar=ports.calendar,
            english=request.english,
        )
    )


@authority.get("/reviews/without-officer")
@describe(
    "没有经办人的事项：任何经办人的权限都不包含它们",
    "Without an officer: what waits and no grant reaches",
    query=Query,
    response=Page[MatterWithoutOfficer],
    errors=(Invalid,),
)
async def browse_unheld(request: ApiRequest) -> HTTPResponse:
    query = read_query(request, Query)
    return reply(await browse_without_officer(query, by=request.identity))


@reviewer.get("/reviews/<review_id>")
@describe(
    "一项审核所依据的全部内容；专家须先声明有无利益冲突",
    "Everything that one review is decided by; experts declare themselves first",
    response=ReviewView,
    errors=(ConflictOfInterest, DeclarationNeeded, NotFound),
)
async def read(request: ApiRequest, review_id: UUID) -> HTTPResponse:
    return reply(await present(request, review_id))


@reviewer.get("/reviews/<review_id>/decision")
@describe(
    "审核依据全文：条件、所依据的值和条款、金额的计算过程；专家须先声明有无利益冲突",
    "The whole reasoning: conditions with values and clauses, the award; experts declare first",
    response=DecisionView,
    errors=(ConflictOfInterest, DeclarationNeeded, NotFound),
)
async def explain(request: ApiRequest, review_id: UUID) -> HTTPResponse:
    view = await explain_review(
        review_id, by=request.identity, ports=ports_of(request), english=request.english
    )
    return reply(view)


@reviewer.post("/reviews/<review_id>/take", present=present)
@describe(
    "领取审核任务，最后一次操作后保留一小时",
    "Take it, for an hour after the last work on it",
    response=ReviewView,
    errors=(ConflictOfInterest, NotFound, DecidedElsewhere, AlreadyDecided, Taken),
)
async def take(request: ApiRequest, review_id: UUID) -> HTTPResponse:
    await take_review(review_id, by=request.identity, clock=ports_of(request).clock)
    return reply(await present(request, review_id))


@reviewer.post("/reviews/<review_id>/release", present=present)
@describe(
    "放回审核任务",
    "Give it back",
    response=ReviewView,
    errors=(ConflictOfInterest, NotFound, AlreadyDecided, Taken),
)
async def release(request: ApiRequest, review_id: UUID) -> HTTPResponse:
    await release_review(review_id, by=request.identity, clock=ports_of(request).clock)
    return reply(await present(request, review_id))


@reviewer.post("/reviews/<review_id>/contact", once=False)
@describe(
    "查看联系人的完整号码，须已领取；每次查看都有记录",
    "The whole number of whom to call, for whoever holds the review; each look is on record",
    response=ContactView,
    errors=(
        ConflictOfInterest,
        NotFound,
        DecidedElsewhere,
        AlreadyDecided,
        NotHeld,
        NoContact,
    ),
)
async def contact(request: ApiRequest, review_id: UUID) -> HTTPResponse:
    ports = ports_of(request)
    shown = await show_contact(
        review_id, by=request.identity, keyring=ports.keyring, clock=ports.clock
    )
    return reply(shown)
