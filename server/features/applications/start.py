"""Starts an application: a draft of an SME with a plan, or of a platform for itself."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace
from tortoise.exceptions import IntegrityError

from models.rules.eligibility.facts import read_facts
from models.rules.exclusions import exclusion_keys
from models.rules.money import FeeSplit
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import TrackTerms
from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from models.tables.ids import new_id
from models.tables.platforms import Participation, Plan
from server.clock import SHANGHAI, Clock
from server.edge.web.auth import Identity
from server.edge.web.field_labels import LABELS
from server.edge.web.msgspec_texts import missing as missing_words
from server.errors import Invalid, NotFound
from server.features.applications.applicant import ApplyingFirm, find_applicant
from server.features.applications.assessment import (
    collected_facts,
    contradictions,
    firm_facts,
    firm_record,
    in_one_form,
)
from server.features.applications.bodies import NewApplication
from server.features.applications.client_facts import derived_by_hand
from server.features.applications.drafts_open import refuse_too_many
from server.features.applications.duplicates import refuse_foreseen
from server.features.applications.figures import figure_problems, firm_figures
from server.features.applications.refusals import AlreadyApplied, CreditBlocked, WindowClosed
from server.features.applications.renewal import refuse_undue
from server.features.applications.split import split_columns, split_of
from server.features.applications.why_not import credit_words, window_words
from server.features.programmes.published import PublishedEdition, get_edition
from server.roles import Role
from storage.postgres.applications import add_application
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.credit_records import blocks_now
from storage.postgres.money.slots import all_free

_NOT_PARTICIPATING = Text(
    "所选的平台企业没有参加本年度项目，请另选平台",
    "This platform does not take part; choose another",
)
_SELF = Text(
    "所选的平台企业就是本企业，不能向自己购买服务；请另选平台",
    "A firm is no client of its own platform; choose another",
)
_NOT_OWN = Text(
    "平台企业只能填本平台，请改为本平台或留空", "Only your own platform can be named; leave it out"
)
NO_PLAN = Text(
    "填写的平台方案已经下架或改版，请按现在的方案填写",
    "This plan was withdrawn or changed; name one that is offered now",
)

_FREE = f"""
SELECT EXISTS (SELECT 1 FROM credit_records k WHERE {blocks_now("$1")}) AS blocked,
       {all_free("$1", "$2", "NULL")} AS free
"""


class _Free(msgspec.Struct, frozen=True):
    blocked: bool
    free: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The platform: the supplier with the plan that was chosen and its split, or the applicant."""

    platform_id: UUID | None
    plan_id: UUID | None
    split: FeeSplit | None


async def start_application(command: NewApplication, *, by: Identity, clock: Clock) -> UUID:
    """Make a draft; its id.

    Raises NotFound (edition, enterprise, plan), Invalid, NoFirm, PlatformNotUnique, WindowClosed,
    CreditBlocked, AlreadyApplied, NotDue, TooManyDrafts.
    """
    edition = await get_edition(command.edition)
    now = clock.now()
    async with transaction() as tx:
        track, applicant = await find_applicant(
            tx, command, edition.definition.find_track(command.track), by=by, now=now
        )
        command = replace(command, facts=in_one_form(track, command.facts))
        choice = await choose_platform(tx, command, track, applicant)
        problems = body_problems(command, track, applicant, now)
        # Which platform takes part is asked of an open edition only: in a closed one, none may.
        if not problems and not edition.window.is_open(now):
            raise WindowClosed(window_words(edition.window, now))
        problems += await platform_problems(tx, command, track, choice)
        problems += self_supplied(track, choice, applicant)
        if problems:
            raise Invalid(errors=problems)
        await refuse_too_many(tx, applicant.enterprise.id, by=by)
        await refuse_undue(tx, edition.definition, track, applicant.enterprise.id)
        await check_free(tx, edition, track, command, applicant.enterprise)
        application = new_draft(command, edition, applicant.enterprise, choice)
        await add_draft(tx, application, user_id=by.user_id, now=now)
        tx.created(application.id)
    return application.id


async def add_draft(
    tx: Tx, application: Application, *, user_id: UUID, now: datetime, role: str = Role.ENTERPRISE
) -> None:
    """Enter it under its number, with who began it. Raises AlreadyApplied."""
    application.created_by_id = user_id
    application.created_at = application.updated_at = now
    try:
        await add_application(tx, application)
    except IntegrityError as error:
        raise AlreadyApplied() from error
    detail = {
        "edition": application.edition_id,
        "track": application.track,
        "enterprise": str(application.enterprise_id),
    }
    line = AuditEntry("application", application.id, now, user_id, role, "started", detail)
    await write_audit(tx, line)


async def choose_platform(
    tx: Tx, command: NewApplication, track: TrackTerms, applicant: ApplyingFirm
) -> Choice:
    """The plan, if one is needed and named; raises NotFound for one that is not there."""
    if track.applicant == "platform":
        return Choice(applicant.platform.id if applicant.platform else None, None, None)
    if track.platform is None or command.platform_id is None or command.plan_id is None:
        return Choice(None, None, None)
    plan = await Plan.get_or_none(
        id=command.plan_id,
        platform_id=command.platform_id,
        withdrawn_at=None,
        using_db=tx.connection,
    )
    if plan is None:
        raise NotFound()
    return Choice(command.platform_id, command.plan_id, split_of(track, plan.fee_fen))


def body_problems(
    command: NewApplication, track: TrackTerms, applicant: ApplyingFirm, now: datetime
) -> list[Reason]:
    """What cannot be taken of the facts that are given."""
    firm = firm_facts(track, firm_record(applicant.enterprise))
    held, today = firm_figures(applicant.enterprise), now.astimezone(SHANGHAI).date()
    return [
        *read_facts(track.stated, command.facts, track.retired).problems,
        *figure_problems(track, command.facts, {}, firm=held, today=today),
        *derived_by_hand(track, command.facts),
        *contradictions(track, command.facts, {}, firm),
    ]


async def platform_problems(
    tx: Tx, command: NewApplication, track: TrackTerms, choice: Choice
) -> list[Reason]:
    """A supplier must be named with a plan, and whoever the track asks for must take part in it."""
    if track.applicant == "platform" and command.platform_id not in (None, choice.platform_id):
        return [Reason("platform_id", "not_own", _NOT_OWN)]
    if track.platform is None:
        return []
    cite = track.platform.cite
    if track.applicant == "enterprise":
        named = {"platform_id": command.platform_id, "plan_id": command.plan_id}
        absent = [name for name, value in named.items() if value is None]
        if absent:
            return [Reason(name, "required", missing_words(LABELS[name]), cite) for name in absent]
    if await _takes_part(tx, command, choice.platform_id):
        return []
    return [Reason("platform_id", "not_participating", _NOT_PARTICIPATING, cite)]


def self_supplied(track: TrackTerms, choice: Choice, applicant: ApplyingFirm) -> list[Reason]:
    """Nobody could endorse it: whoever acts for the platform acts for the firm as well."""
    own = applicant.platform
    if track.applicant == "platform" or own is None or own.id != choice.platform_id:
        return []
    cite = track.platform.cite if track.platform else None
    return [Reason("platform_id", "own_firm", _SELF, cite)]


async def _takes_part(tx: Tx, command: NewApplication, platform_id: UUID | None) -> bool:
    if platform_id is None:
        return False
    return await Participation.exists(
        platform_id=platform_id,
        edition_id=command.edition,
        track=command.track,
        withdrawn_at=None,
        using_db=tx.connection,
    )


async def check_free(
    tx: Tx,
    edition: PublishedEdition,
    track: TrackTerms,
    command: NewApplication,
    enterprise: Enterprise,
    *,
    role: str = Role.ENTERPRISE,
) -> None:
    """As far as its facts say yet what it is about; the submission looks again."""
    firm = firm_facts(track, firm_record(enterprise))
    values = read_facts(track.stated, collected_facts(track, command.facts, {}, firm)).values
    keys = list(exclusion_keys(edition.definition, track, values))
    (found,) = await list_rows(_Free, _FREE, enterprise.uscc, keys, tx=tx)
    if found.blocked:
        raise CreditBlocked(await credit_words(tx, enterprise.uscc))
    if not found.free:
        await refuse_foreseen(
            tx, edition.definition, track, uscc=enterprise.uscc, values=values, role=role
        )


def new_draft(
    command: NewApplication, edition: PublishedEdition, enterprise: Enterprise, choice: Choice
) -> Application:
    """The application as it begins, under the rules in force; not entered yet."""
    split = choice.split
    return Application(
        id=new_id(),
        edition_id=edition.code,
        track=command.track,
        rule_version_id=edition.version_id,
        enterprise_id=enterprise.id,
        platform_id=choice.platform_id,
        plan_id=choice.plan_id,
        district=enterprise.district,
        facts=command.facts,
        plan_fee_fen=split.fee_fen if split else None,
        fee_fen=split.fee_fen if split else None,
        **split_columns(split),
    )
