"""A platform files an application for its client: begun, filled in and handed in, in one transaction.

What the firm would do itself in three steps, by the same rules: its place in the line is that of its
own dates, whoever handed it in and together with whom.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from models.rules.moments import in_future
from models.rules.reasons import Reason, one_a_field
from models.rules.terms.programme import TrackTerms
from models.rules.workdays import Calendar
from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from models.tables.platforms import Platform
from server.clock import SHANGHAI
from server.edge.receipts import Signer
from server.errors import Invalid, NotFound
from server.features.applications.admission import Admitted, HandIn, admit
from server.features.applications.applicant import ApplyingFirm
from server.features.applications.assessment import in_one_form
from server.features.applications.bodies import ApplicationParticulars, NewApplication
from server.features.applications.confirm_by import confirm_by
from server.features.applications.first_submission import Written, submit_draft
from server.features.applications.history import had_before
from server.features.applications.particulars import particular_columns, stated_problems
from server.features.applications.refusals import Incomplete, Ineligible, WindowClosed
from server.features.applications.renewal import refuse_undue
from server.features.applications.split import split_columns, split_of
from server.features.applications.start import (
    NO_PLAN,
    Choice,
    add_draft,
    body_problems,
    check_free,
    choose_platform,
    new_draft,
    platform_problems,
    self_supplied,
)
from server.features.applications.submit import refuse_now
from server.features.applications.why_not import window_words
from server.features.programmes.published import PublishedEdition
from server.roles import Role
from storage.postgres.core.transaction import Tx
from storage.postgres.money.payments import replace_payment
from storage.postgres.submission import read_filed


@dataclass(frozen=True, slots=True)
class Filing:
    """Who files on which track of which edition, and when; `calendar`: by which the firm answers."""

    edition: PublishedEdition
    track: TrackTerms
    user_id: UUID
    now: datetime
    signer: Signer
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Begun:
    """The application as it was entered, and what is wrong with it so far."""

    application: Application
    problems: tuple[Reason, ...]


async def begin_filed(
    tx: Tx,
    filing: Filing,
    firm: Enterprise,
    command: NewApplication,
    stated: ApplicationParticulars,
    *,
    application_id: UUID,
) -> Begun:
    """Enter it under this id with all that is stated; the papers come next.

    Raises WindowClosed, CreditBlocked, AlreadyApplied, NotDue, Invalid (no such plan).
    """
    edition, track, now = filing.edition, filing.track, filing.now
    if not edition.window.is_open(now):
        raise WindowClosed(window_words(edition.window, now))
    applicant = ApplyingFirm(firm, await _platform_of(tx, firm))
    facts = in_one_form(track, command.facts)
    command, stated = replace(command, facts=facts), replace(stated, facts=facts)
    choice = await _chosen(tx, command, track, applicant)
    problems = body_problems(command, track, applicant, now)
    problems += await platform_problems(tx, command, track, choice)
    problems += self_supplied(track, choice, applicant)
    await refuse_undue(tx, edition.definition, track, firm.id)
    await check_free(tx, edition, track, command, firm, role=Role.PLATFORM)
    application = new_draft(command, edition, firm, choice)
    application.id, application.filed_by = application_id, Role.PLATFORM
    application.confirm_by = confirm_by(edition.definition, filing.calendar, now)
    today = now.astimezone(SHANGHAI).date()
    problems += await stated_problems(tx, track, application, stated, today=today, own=False)
    application.update_from_dict(
        particular_columns(stated, application, facts)
        | split_columns(split_of(track, stated.fee_fen))
    )
    await add_draft(tx, application, user_id=filing.user_id, now=now, role=Role.PLATFORM)
    await replace_payment(tx, application)
    return Begun(application, tuple(one_a_field(problems)))


async def hand_in_filed(tx: Tx, filing: Filing, begun: Begun) -> Written:
    """Submit it with the papers that are there; every problem at once, those of `begun` first.

    Raises Invalid, Ineligible, Incomplete, WindowClosed, CreditBlocked, AlreadyApplied, NotDue,
    PoolUsedUp, LineMoved (try again).
    """
    row = await read_filed(tx, begun.application.id)
    definition = filing.edition.definition
    hand_in = HandIn(
        row, definition, filing.track, filing.now, filing.user_id, filing.signer, Role.PLATFORM
    )
    if not in_future(hand_in.moments, filing.now):
        await refuse_now(tx, hand_in)
    admitted = await _admitted(tx, hand_in, begun.problems)
    return await submit_draft(tx, hand_in, admitted)


async def _admitted(tx: Tx, hand_in: HandIn, problems: Sequence[Reason]) -> Admitted:
    row = hand_in.row
    history = await had_before(
        tx,
        hand_in.definition,
        hand_in.track,
        enterprise_id=row.enterprise_id,
        application_id=row.id,
    )
    try:
        admitted = admit(hand_in, history)
    except (Invalid, Ineligible, Incomplete) as refusal:
        kind = Invalid if problems else type(refusal)
        raise kind(errors=one_a_field([*problems, *refusal.errors])) from refusal
    if problems:
        raise Invalid(errors=problems)
    return admitted


async def _platform_of(tx: Tx, firm: Enterprise) -> Platform | None:
    return await Platform.get_or_none(enterprise_id=firm.id, using_db=tx.connection)


async def _chosen(
    tx: Tx, command: NewApplication, track: TrackTerms, applicant: ApplyingFirm
) -> Choice:
    try:
        return await choose_platform(tx, command, track, applicant)
    except NotFound as gone:
        raise Invalid(errors=[Reason("plan_id", "unknown", NO_PLAN)]) from gone
