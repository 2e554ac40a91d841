"""Bodies and answers about waivers of the once-only rule."""

from typing import Annotated
from uuid import UUID

import msgspec

from server.edge.web.bodies import Body
from server.edge.web.field_types import Facts, Instant, Reasoning, TrackCode, Uscc, about
from server.features.applications.schemas import NamedReference


class NewWaiver(Body, frozen=True):
    """Let this firm apply once more for this track.

    `facts` say which grade, station or the like it is, where each counts by itself.
    """

    uscc: Uscc
    track: TrackCode
    reason: Reasoning
    facts: Annotated[
        Facts,
        about("档次、站点等区分项，按名称", "which grade, station or the like it is, by name", {}),
    ] = msgspec.field(default_factory=dict)


class WaivedSlot(msgspec.Struct, frozen=True):
    """The slot that was opened under one exclusion."""

    exclusion: Annotated[str, about("互斥规则编号", "id of the exclusion")]
    slot: Annotated[int, about("放行的第几次", "which slot was opened")]
    application: Annotated[
        str | None,
        about(
            "占用此次的申请受理号；空值为未用",
            "number of the application that holds it; null while free",
        ),
    ]


class WaiverView(msgspec.Struct, frozen=True):
    """`enterprise` is null while no firm of that code is registered here."""

    id: UUID
    edition: str
    track: str
    uscc: str
    enterprise: Annotated[
        NamedReference | None,
        about("企业；空值为尚未登记", "the firm; null while none of that code is registered"),
    ]
    reason: str
    granted_by: Annotated[UUID, about("放行人的编号", "id of who granted it")]
    granted_at: Annotated[Instant, about("放行时刻", "when it was granted")]
    slots: Annotated[list[WaivedSlot], about("放行的名额", "the slots that were opened")]
