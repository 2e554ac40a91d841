"""Who reads an application: whose turn may be theirs, and which acts are open to them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from models.rules.acts import Act
from models.rules.next_step import Situation, Who, next_step
from models.rules.next_words import next_words
from models.rules.terms.programme import EditionDefinition
from server.clock import SHANGHAI
from server.features.applications.allowed import is_appealable, is_asked, own_acts
from server.features.applications.at_hand import AtHand
from server.features.applications.schemas import NextView
from server.features.programmes.window import Window
from storage.postgres.application_states import ApplicationState


class Reader(Protocol):
    """`applies`: they apply, or act for the firm that does."""

    @property
    def user_id(self) -> UUID: ...
    @property
    def applies(self) -> bool: ...

    def turns(self, state: ApplicationState) -> frozenset[Who]:
        """As whom they act in it."""

    def acts(
        self,
        row: AtHand,
        definition: EditionDefinition,
        state: ApplicationState,
        now: datetime,
    ) -> list[Act]:
        """What they may do with it now."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody of the firm that applies, or of the platform that filed it for the firm."""

    user_id: UUID
    applies: bool = True

    def turns(self, state: ApplicationState) -> frozenset[Who]:
        return frozenset({"enterprise"} if state.is_member else {"platform"})

    def acts(
        self,
        row: AtHand,
        definition: EditionDefinition,
        state: ApplicationState,
        now: datetime,
    ) -> list[Act]:
        return own_acts(row, definition, state, now)


def next_view(
    row: AtHand,
    definition: EditionDefinition,
    state: ApplicationState,
    *,
    missing: int,
    now: datetime,
    reader: Reader,
    english: bool,
) -> NextView:
    """`missing`: how many kinds of paper it still lacks."""
    situation = _situation(row, definition, state, missing, now)
    # A firm's credit record is nobody else's to read here.
    step = next_step(replace(situation, barred=state.barred and reader.applies))
    yours = step.who in reader.turns(state) or (step.act == "correct" and state.is_filer)
    text = next_words(step, row.status, yours=yours, applicant=reader.applies, missing=missing)
    return NextView(step.who, step.act, step.by, text.in_language(english))


def _situation(
    row: AtHand,
    definition: EditionDefinition,
    state: ApplicationState,
    missing: int,
    now: datetime,
) -> Situation:
    window = Window(state.opens_at, state.closes_at, state.closed_at)
    return Situation(
        status=row.status,
        stage=row.stage,
        window=window.status(now),
        closes_on=state.closes_at.astimezone(SHANGHAI).date(),
        missing=missing,
        to_confirm=is_asked(row, definition),
        confirm_by=row.confirm_by,
        correct_by=state.correct_by,
        step_role=state.step_role,
        step_due_on=state.step_due_on,
        notice_ends_on=state.notice_ends_on,
        awaits_lock=state.awaits_lock,
        unpaid_to=_unpaid_to(state),
        may_appeal=is_appealable(row, state),
        appeal_open=state.appeal_open,
    )


def _unpaid_to(state: ApplicationState) -> Literal["enterprise", "platform"] | None:
    """Who has to name an account, or another one where theirs was refused."""
    if state.payee_state not in (None, "refused"):
        return None
    return "platform" if state.supplied else "enterprise"
