"""What of an application, read in whatever shape, decides its acts and what comes next."""

from datetime import date, datetime
from typing import Protocol

from models.rules.lifecycle import StageKind, Status


class AtHand(Protocol):
    """Its own columns; what stands around it is an `ApplicationState`."""

    @property
    def track(self) -> str: ...
    @property
    def status(self) -> Status: ...
    @property
    def stage(self) -> StageKind | None: ...
    @property
    def filed_by(self) -> str: ...
    @property
    def submitted_at(self) -> datetime | None: ...
    @property
    def confirmed_at(self) -> datetime | None: ...
    @property
    def confirm_by(self) -> date | None: ...
