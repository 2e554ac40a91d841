"""A line of a list of applications: light enough for a phone on a weak line."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from models.rules.acts import Act
from models.rules.lifecycle import StageKind, Status
from models.rules.line.ranking import QueueState
from server.edge.web.field_types import about
from server.features.applications.schemas import ApplicationLabels, NamedReference, NextView


class ItemQueue(msgspec.Struct, frozen=True, omit_defaults=True):
    state: Annotated[QueueState, about("排队状态", "state in the line")]
    position: Annotated[
        int | None, about("名次，从 1 起；没有则没有这一项", "place from 1; absent without one")
    ] = None
    waiting_position: Annotated[
        int | None,
        about(
            "候补名次，从 1 起；没有则没有这一项", "place among those who wait; absent without one"
        ),
    ] = None


class ApplicationItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An application in a list; all of it stands under its id."""

    id: UUID
    number: str
    edition: str
    track: str
    status: Annotated[Status, about("申请状态", "status of the application")]
    stage: Annotated[
        StageKind | None, about("环节；不在环节中则没有这一项", "its step; absent at none")
    ] = None
    enterprise: NamedReference | None
    award_fen: Annotated[
        int | None,
        about("补贴金额，分；未定则没有这一项", "award in fen; absent until it is known"),
    ] = None
    confirm_by: Annotated[
        date | None,
        about(
            "企业确认或否认的截止日；不用确认则没有这一项",
            "last day for the firm's yes or no; absent where none is asked",
        ),
    ] = None
    queue: ItemQueue
    labels: Annotated[ApplicationLabels, about("代码的说法", "the words for its codes")]
    next: Annotated[NextView, about("下一步", "what comes next")]
    allowed: Annotated[
        Sequence[Act], about("看的人现在可以办的事", "acts open to who reads it, now")
    ]
