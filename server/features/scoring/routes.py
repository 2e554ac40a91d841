"""Routes of scoring: experts declare and score, the authority closes the round and draws its line."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode
from server.edge.web.describe import describe
from server.edge.web.field_types import EditionCode, TrackCode, about
from server.edge.web.params import read_query
from server.edge.web.replies import reply
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.identity.conflicts import ConflictOfInterest
from server.features.identity.declarations import DeclarationNeeded
from server.features.reviews.declare import declare_conflict
from server.features.reviews.refusals import AlreadyDecided, NotScored, ScoringClosed
from server.features.reviews.routes import present as present_review
from server.features.reviews.schemas import Declaration, ReviewItem, ReviewView
from server.features.reviews.worklist import get_item
from server.features.scoring.access import get_track, reader
from server.features.scoring.close import close_scoring
from server.features.scoring.draw import draw_scoring_line
from server.features.scoring.refusals import (
    LineDrawn,
    NotAllIn,
    NothingToScore,
    ScoresMissing,
    ScoringOpen,
    TieNotBroken,
    TooMany,
)
from server.features.scoring.schemas import LineDrawing, RoundClosing, ScoringView, Sheet
from server.features.scoring.score import score_review
from server.features.scoring.show import find_round, get_scoring
from server.ports import ports_of

expert = blueprint("scoring", Audience.REVIEWER)
authority = blueprint("scoring", Audience.AUTHORITY)


class RoundQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`round`: one of the earlier rounds; without it the present one."""

    round: Annotated[
        Annotated[int, Meta(ge=1, le=32_000)] | None,
        about("轮次；不填为当前轮", "one of the earlier rounds; without it the present one"),
    ] = None


async def present_item(request: ApiRequest, review_id: UUID) -> ReviewItem:
    ports = ports_of(request)
    return await get_item(
        review_id,
        by=request.identity,
        clock=ports.clock,
        calendar=ports.calendar,
        english=request.english,
    )


async def visible_track(request: ApiRequest, code: EditionCode, track: TrackCode) -> None:
    await get_track(code, track, reader(request.identity))


async def show(
    request: ApiRequest, code: EditionCode, track: TrackCode, number: int | None
) -> ScoringView:
    by, clock = reader(request.identity), ports_of(request).clock
    return await get_scoring(code, track, number, by=by, clock=clock, english=request.english)


async def present_round(request: ApiRequest, scoring_id: UUID) -> ScoringView:
    """As it stands now, to whoever closed it or drew its line."""
    found = await find_round(scoring_id)
    return await show(request, found.edition_id, found.track, found.round)


@expert.post("/reviews/<review_id>/declare", present=present_item)
@describe(
    "声明有无利益冲突；无冲突才能看到材料",
    "Say whether there is a conflict of interest; the file opens after that, or stays shut",
    request=Declaration,
    response=ReviewItem,
    errors=(ConflictOfInterest, NotFound, Invalid, NotScored, ScoringClosed, AlreadyDecided),
)
async def declare(request: ApiRequest, review_id: UUID) -> HTTPResponse:
    given, clock = decode(request, Declaration), ports_of(request).clock
    await declare_conflict(review_id, given, by=request.identity, clock=clock)
    return reply(await present_item(request, review_id))


@expert.post("/reviews/<review_id>/score", present=present_review)
@describe(
    "评分；本轮结束前可修改自己的评分",
    "Give points, or change one's own until the round is closed",
    request=Sheet,
    response=ReviewView,
    errors=(
        *(ConflictOfInterest, DeclarationNeeded, NotFound, Invalid),
        *(NotScored, ScoringClosed, AlreadyDecided),
    ),
)
async def score(request: ApiRequest, review_id: UUID) -> HTTPResponse:
    given, clock = decode(request, Sheet), ports_of(request).clock
    await score_review(review_id, given, by=request.identity, clock=clock)
    return reply(await present_review(request, review_id))


@authority.get("/programmes/<code>/tracks/<track>/scoring")
@describe(
    "评分进度；本轮结束后为排名",
    "Who has scored; after the closing the ranking",
    query=RoundQuery,
    response=ScoringView,
    errors=(NotFound, Invalid),
)
async def read(request: ApiRequest, code: EditionCode, track: TrackCode) -> HTTPResponse:
    number = read_query(request, RoundQuery).round
    return reply(await show(request, code, track, number))


@authority.post(
    "/programmes/<code>/tracks/<track>/scoring/close",
    present=present_round,
    visible=visible_track,
)
@describe(
    "结束本轮评分：得分定为排名，不再改动",
    "Close the round: points become a ranking and change no more",
    request=RoundClosing,
    response=ScoringView,
    errors=(
        *(ConflictOfInterest, NotFound, Invalid, ScoringClosed),
        *(NothingToScore, ScoresMissing, NotAllIn),
    ),
)
async def close(request: ApiRequest, code: EditionCode, track: TrackCode) -> HTTPResponse:
    clock, reason = ports_of(request).clock, decode(request, RoundClosing).reason
    scoring_id = await close_scoring(code, track, reason, by=request.identity, clock=clock)
    return reply(await present_round(request, scoring_id))


@authority.post(
    "/programmes/<code>/tracks/<track>/scoring/line",
    present=present_round,
    visible=visible_track,
)
@describe(
    "划定入围线：前若干名入围，其余不通过并告知名次",
    "Draw the line: the best so many go on, the others are rejected with their place",
    request=LineDrawing,
    response=ScoringView,
    errors=(
        *(ConflictOfInterest, NotFound, Invalid, ScoringOpen, LineDrawn),
        *(TieNotBroken, TooMany),
    ),
)
async def draw(request: ApiRequest, code: EditionCode, track: TrackCode) -> HTTPResponse:
    ports = ports_of(request)
    work = draw_scoring_line(
        code,
        track,
        decode(request, LineDrawing),
        by=request.identity,
        clock=ports.clock,
        calendar=ports.calendar,
        ranker=ports.ranker,
    )
    return reply(await present_round(request, await ports.tasks.shielded(work)))
