"""Bodies and answers of public notices and objections, as api.md spells them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from server.edge.web.bodies import Body
from server.edge.web.field_types import Code, Day, Name, Reasoning

EntryState = Literal["standing", "passed", "overturned", "withdrawn"]
ObjectionState = Literal["open", "upheld", "dismissed"]


class NewNotice(Body, frozen=True):
    """All that wait for a notice, or those that are named; it begins today unless said otherwise.

    How long it stands is the track's rule, not the caller's.
    """

    edition: Annotated[str, Meta(min_length=1, max_length=80)]
    track: Code
    application_ids: Annotated[list[UUID], Meta(min_length=1, max_length=5000)] | None = None
    title: Name | None = None
    starts_on: Day | None = None


class NewObjection(Body, frozen=True):
    """To the whole notice, or to the one entry that is named."""

    reason: Reasoning
    entry: UUID | None = None


class ObjectionAnswer(Body, frozen=True):
    """`answer` goes to who objected, and to the firm where its entry falls."""

    verdict: Literal["upheld", "dismissed"]
    answer: Reasoning


class ShownFact(msgspec.Struct, frozen=True):
    """What the firm claims, in words."""

    name: str
    label: str
    value: str
    cite: str | None


class EntryView(msgspec.Struct, frozen=True, kw_only=True):
    """One application as it is shown; `award_fen` is null where the deciding body sets the amount.

    `title` is what a recognition gives. `number` counts within the notice.
    """

    id: UUID
    number: int
    name: str
    district: str
    track: str
    title: str | None
    clause: str | None
    facts: list[ShownFact]
    award_fen: int | None
    state: EntryState


class NoticeView(msgspec.Struct, frozen=True, kw_only=True):
    """A public notice with its first entries; `note` says in words what is provisional about it.

    Objections are taken until the end of `ends_on`; `state` stays open until each is answered.
    """

    id: UUID
    edition: str
    track: str
    title: str
    starts_on: date
    ends_on: date
    working_days: int
    provisional: bool
    note: str | None
    state: Literal["open", "closed"]
    closed_at: datetime | None
    entries: list[EntryView]
    entries_total: int


class EntryRef(msgspec.Struct, frozen=True):
    """Which entry an objection is about."""

    id: UUID
    number: int
    name: str


class ObjectionView(msgspec.Struct, frozen=True, kw_only=True):
    """An objection as who raised it sees it; without `entry` it is about the whole notice."""

    id: UUID
    notice_id: UUID
    notice_title: str
    entry: EntryRef | None
    reason: str
    raised_at: datetime
    state: ObjectionState
    answer: str | None
    answered_at: datetime | None


class StaffObjectionView(ObjectionView, frozen=True, kw_only=True):
    """The same for the authority; `raised_by` is the person's phone number, masked."""

    raised_by: str | None
