"""Bodies and answers about waivers of the once-only rule."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from server.edge.web.bodies import Body
from server.edge.web.field_types import Code, Facts, Reasoning
from server.features.applications.schemas import NamedReference


class NewWaiver(Body, frozen=True):
    """Let this firm apply once more for this track.

    `facts` say which grade, station or the like it is, where each counts by itself.
    """

    uscc: Annotated[str, Meta(min_length=1, max_length=32)]
    track: Code
    reason: Reasoning
    facts: Facts = msgspec.field(default_factory=dict)


class WaivedSlot(msgspec.Struct, frozen=True):
    """The slot that was opened under one exclusion; `application` is the number of who holds it."""

    exclusion: str
    slot: int
    application: str | None


class WaiverView(msgspec.Struct, frozen=True):
    """`enterprise` is null while no firm of that code is registered here."""

    id: UUID
    edition: str
    track: str
    uscc: str
    enterprise: NamedReference | None
    reason: str
    granted_by: UUID
    granted_at: datetime
    slots: list[WaivedSlot]
