"""Bodies and answers of deciding reviews, as api.md spells them."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from server.edge.web.bodies import Body
from server.edge.web.field_types import Code, Fen, LongText, Reasoning
from server.features.applications.schemas import Moment
from server.features.reviews.schemas import Verdict

Ids = Annotated[list[UUID], Meta(min_length=1, max_length=500)]


class Check(Body, frozen=True):
    """What was found of one kind of paper."""

    ok: bool
    comment: LongText | None = None


class Item(Body, frozen=True):
    """One thing to correct: a kind of paper, a particular, or `facts.<name>`."""

    item: Annotated[str, Meta(min_length=1, max_length=60)]
    reason: Reasoning


class Verified(Body, frozen=True):
    """What the papers show, where it differs from what was declared."""

    paid_at: Moment | None = None
    signed_at: Moment | None = None
    paid_fen: Fen | None = None


class Decision(Body, frozen=True):
    """`checklist` by kind of paper; `award_fen` only where the deciding body sets the amount."""

    verdict: Verdict
    comment: LongText | None = None
    checklist: Annotated[dict[Code, Check], Meta(max_length=100)] = msgspec.field(
        default_factory=dict
    )
    items: Annotated[list[Item], Meta(max_length=100)] | None = None
    verified: Verified | None = None
    award_fen: Fen | None = None


class Endorsement(Body, frozen=True):
    """A platform's word on its own client's application."""

    verdict: Verdict
    comment: LongText | None = None
    items: Annotated[list[Item], Meta(max_length=100)] | None = None

    def as_decision(self) -> Decision:
        return Decision(verdict=self.verdict, comment=self.comment, items=self.items)


class BulkPass(Body, frozen=True):
    """Many passed in one act; the comment goes to each."""

    ids: Ids
    verdict: Literal["pass"]
    comment: LongText | None = None


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of one id; `code` is that of the refusal."""

    id: UUID
    ok: bool
    code: str | None = None


class Results(msgspec.Struct, frozen=True):
    results: list[Result]
