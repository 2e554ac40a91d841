"""Which acts an application is open to now for who applies: by the rules that the acts judge by."""

from datetime import datetime

from models.rules.acts import (
    Act,
    awaits_a_word,
    is_item_open,
    is_late,
    is_rating_closed,
    may_answer,
    may_appeal,
    may_edit,
    may_rate,
    submission_barrier,
    withdrawal_barrier,
)
from models.rules.terms.programme import EditionDefinition
from server.clock import SHANGHAI
from server.features.applications.at_hand import AtHand
from server.features.applications.standing_items import CLIENTS
from server.features.programmes.window import Window
from storage.postgres.application_states import ApplicationState


def own_acts(
    row: AtHand, definition: EditionDefinition, state: ApplicationState, now: datetime
) -> list[Act]:
    """What a submission says must be complete is not asked here: that tells `GET …/check`."""
    if not state.is_member:
        return filers_acts(row, definition, state, now)
    return [
        *_to_fill_in(row, definition, state, now),
        *_of_the_firm(row, definition, state, now),
    ]


def filers_acts(
    row: AtHand, definition: EditionDefinition, state: ApplicationState, now: datetime
) -> list[Act]:
    """Of the platform that filed what is sent back, as long as its firm has not said yes."""
    if not state.is_filer or row.status != "returned":
        return []
    return _to_fill_in(row, definition, state, now)


def _to_fill_in(
    row: AtHand, definition: EditionDefinition, state: ApplicationState, now: datetime
) -> list[Act]:
    track = definition.find_track(row.track)
    kinds = [material.kind for material in track.materials] if track else []
    window = Window(state.opens_at, state.closes_at, state.closed_at)
    barrier = submission_barrier(row.status, window_open=window.is_open(now), barred=state.barred)
    late = is_late(state.correct_by, now.astimezone(SHANGHAI).date())
    listed = state.is_member and track is not None and track.clients is not None
    open_to: dict[Act, bool] = {
        "edit": may_edit(row.status),
        "upload": any(is_item_open(row.status, kind, state.asked) for kind in kinds),
        "list_clients": listed and is_item_open(row.status, CLIENTS, state.asked),
        "answer": may_answer(row.status),
        "submit": barrier is None and not late,
    }
    return [act for act, is_open in open_to.items() if is_open]


def _of_the_firm(
    row: AtHand, definition: EditionDefinition, state: ApplicationState, now: datetime
) -> list[Act]:
    unanswered, asked = is_unanswered(row), is_asked(row, definition)
    holds_title = state.holds_title
    withdrawable = withdrawal_barrier(row.status, unconfirmed=asked, holds_title=holds_title)
    refusable = withdrawal_barrier(row.status, unconfirmed=False, holds_title=holds_title)
    open_to: dict[Act, bool] = {
        "withdraw": withdrawable is None,
        "confirm": unanswered and not state.of_its_platform,
        "refuse": unanswered and refusable is None,
        "ask_correction": unanswered,
        "appeal": is_appealable(row, state),
        "rate": is_rateable(row, state, now),
    }
    return [act for act, is_open in open_to.items() if is_open]


def is_unanswered(row: AtHand) -> bool:
    """What `confirm.awaits_a_word` says of a held row."""
    return awaits_a_word(
        row.status,
        filed_by=row.filed_by,
        submitted=row.submitted_at is not None,
        confirmed=row.confirmed_at is not None,
    )


def is_asked(row: AtHand, definition: EditionDefinition) -> bool:
    """Whether nothing is paid before the firm has said yes or no."""
    return is_unanswered(row) and definition.edition.sme_confirms


def is_appealable(row: AtHand, state: ApplicationState) -> bool:
    return may_appeal(row.status, decided_against=state.decided_against, heard=state.heard)


def is_rateable(row: AtHand, state: ApplicationState, now: datetime) -> bool:
    return state.platform_organisation_id is not None and may_rate(
        row.status,
        of_verified_owner=state.is_verified_owner is True,
        of_its_platform=state.of_its_platform,
        closed=is_rating_closed(state.rated_at, now, answered=state.rating_answered),
    )
