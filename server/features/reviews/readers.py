"""Who reads an application for a platform or an office, and the acts that are open to them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.rules.acts import Act, is_step_open, may_correct_dates, may_move, may_revoke
from models.rules.next_step import Who
from models.rules.terms.programme import EditionDefinition
from server.edge.web.auth import Identity
from server.features.applications.allowed import filers_acts
from server.features.applications.at_hand import AtHand
from server.features.identity.conflicts import are_in_conflict
from server.features.identity.scope import Scope, Subject
from server.features.reviews.case import IDLE
from server.roles import REVIEWING, Role
from storage.postgres.application_states import ApplicationState


@dataclass(frozen=True, slots=True)
class PlatformReader:
    """Somebody who acts for the platform whose client it is."""

    by: Identity
    applies: bool = False

    @property
    def user_id(self) -> UUID:
        return self.by.user_id

    def turns(self, state: ApplicationState) -> frozenset[Who]:
        return frozenset({"platform"})

    def acts(
        self,
        row: AtHand,
        definition: EditionDefinition,
        state: ApplicationState,
        now: datetime,
    ) -> list[Act]:
        at_step = state.step_role == Role.PLATFORM and is_step_open(
            row.status, row.stage, review_stage="endorse", review_state="open"
        )
        free = held_by(state, now) in (None, self.user_id)
        acts = filers_acts(row, definition, state, now)
        if at_step and free and may_act(self.by, Role.PLATFORM, state):
            acts.append("endorse")
        return acts


@dataclass(frozen=True, slots=True)
class OfficeReader:
    """A reviewer of whatever role, or an inspector."""

    by: Identity
    applies: bool = False

    @property
    def user_id(self) -> UUID:
        return self.by.user_id

    def turns(self, state: ApplicationState) -> frozenset[Who]:
        held = REVIEWING & self.by.roles
        return frozenset(role for role in held if may_act(self.by, role, state))  # type: ignore[misc]

    def acts(
        self,
        row: AtHand,
        definition: EditionDefinition,
        state: ApplicationState,
        now: datetime,
    ) -> list[Act]:
        """Beside those of the review that it is read by."""
        if row.submitted_at is None:
            return []
        decides = may_act(self.by, Role.AUTHORITY, state)
        moves = decides or may_act(self.by, Role.DISTRICT, state)
        open_to: dict[Act, bool] = {
            "correct_dates": decides and may_correct_dates(row.status),
            "move_district": moves and may_move(row.status),
            "revoke": decides and may_revoke(row.status, on_open_payout=state.on_open_payout),
            "decide_appeal": decides and state.appeal_open,
        }
        return [act for act, is_open in open_to.items() if is_open]


def may_act(by: Identity, role: str, state: ApplicationState) -> bool:
    """Whether a grant of theirs reaches it, and it is none of their own organisation's."""
    reached = Scope.of(by, role).allows(_subject(state))
    organisation = state.platform_organisation_id
    return reached and not are_in_conflict(by, role, organisation, in_firm=state.is_in_firm)


def held_by(state: ApplicationState, now: datetime) -> UUID | None:
    """Who is at work on the open step, as `case.holder` says of its review."""
    if state.step_touched_at is None or now - state.step_touched_at >= IDLE:
        return None
    return state.step_taken_by


def _subject(state: ApplicationState) -> Subject:
    """Raises ValueError for a state that was not read."""
    if state.edition_code is None or state.programme_code is None or state.authority_id is None:
        raise ValueError(f"application {state.id}: only what was read has a scope")
    return Subject(
        state.edition_code,
        state.programme_code,
        state.authority_id,
        state.district,
        state.platform_organisation_id,
    )
