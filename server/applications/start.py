"""Starting an application: a draft for a plan of a platform that takes part."""

from dataclasses import dataclass
from uuid import UUID

from tortoise.exceptions import IntegrityError

from models.rules.exclusions import exclusion_keys
from models.rules.facts import read_facts
from models.rules.money import FeeSplit
from models.rules.programme import Track
from models.rules.reasons import Reason, Text
from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from models.tables.ids import new_id
from models.tables.platforms import Participation, Plan
from server.applications.judged import FIRM_FACTS, contradictions
from server.applications.refusals import AlreadyApplied, CreditBlocked, WindowClosed
from server.applications.schemas import NewApplication
from server.applications.split import split_columns, split_of
from server.clock import Clock
from server.enterprises.membership import enterprise_of
from server.errors import Invalid, NotFound
from server.programmes.published import PublishedEdition, get_edition
from storage.postgres.audit import AuditLine, write_audit
from storage.postgres.slots import all_free
from storage.postgres.transaction import Tx, transaction

_UNKNOWN = Text("没有这一项", "There is no such item")
_NEEDED = Text("请选择", "Choose one")
_NOT_PARTICIPATING = Text("该平台没有参加本期活动", "This platform does not take part")

_FREE = f"""
SELECT EXISTS (SELECT 1 FROM credit_records WHERE uscc = $1 AND lifted_at IS NULL
                  AND (blocks_until IS NULL OR blocks_until > now())) AS blocked,
       {all_free("$1", "$2", "NULL")} AS free
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """The plan that was chosen, with its price split under the edition's rules."""

    platform_id: UUID | None
    plan_id: UUID | None
    split: FeeSplit | None


async def start_application(command: NewApplication, *, user_id: UUID, clock: Clock) -> UUID:
    """Make a draft; its id.

    Raises NotFound (edition, enterprise, platform), Invalid, WindowClosed, CreditBlocked,
    AlreadyApplied.
    """
    edition = await get_edition(command.edition)
    now = clock.now()
    async with transaction() as tx:
        enterprise = await enterprise_of(user_id, command.enterprise_id, tx=tx)
        track = _track(edition, command)
        choice = await _choose(tx, command, track)
        problems = _body_problems(command, track, enterprise)
        # Which platform takes part is asked of an open edition only: in a closed one, none may.
        if not problems and not edition.window.is_open(now):
            raise WindowClosed()
        problems += await _platform_problems(tx, command, track)
        if problems:
            raise Invalid(errors=problems)
        await _check_free(tx, edition, track, enterprise)
        application = _draft(command, edition, enterprise, choice)
        application.created_by_id = user_id
        application.created_at = application.updated_at = now
        application.number = await tx.raw.fetchval("SELECT next_application_number()")
        try:
            await application.save(using_db=tx.connection, force_create=True)
        except IntegrityError as error:
            raise AlreadyApplied() from error
        detail = {"edition": edition.code, "track": track.code, "enterprise": str(enterprise.id)}
        line = AuditLine(
            "application", application.id, now, user_id, "enterprise", "started", detail
        )
        await write_audit(tx, line)
        tx.created(application.id)
    return application.id


def _track(edition: PublishedEdition, command: NewApplication) -> Track:
    track = edition.definition.find_track(command.track)
    if track is None or track.applicant != "enterprise":
        raise Invalid(errors=[Reason("track", "unknown", _UNKNOWN)])
    return track


async def _choose(tx: Tx, command: NewApplication, track: Track) -> Choice:
    """The plan, if one is needed and named; raises NotFound for one that is not there."""
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


def _body_problems(command: NewApplication, track: Track, enterprise: Enterprise) -> list[Reason]:
    firm = {name: getattr(enterprise, name) for name in FIRM_FACTS}
    return [
        *read_facts(track.facts, command.facts).problems,
        *contradictions(command.facts, {}, firm),
    ]


async def _platform_problems(tx: Tx, command: NewApplication, track: Track) -> list[Reason]:
    if track.platform is None:
        return []
    cite, named = track.platform.cite, (command.platform_id, command.plan_id)
    if None in named:
        names = zip(("platform_id", "plan_id"), named, strict=True)
        return [Reason(name, "required", _NEEDED, cite) for name, value in names if value is None]
    takes_part = await Participation.exists(
        platform_id=command.platform_id,
        edition_id=command.edition,
        track=command.track,
        withdrawn_at=None,
        using_db=tx.connection,
    )
    if takes_part:
        return []
    return [Reason("platform_id", "not_participating", _NOT_PARTICIPATING, cite)]


async def _check_free(
    tx: Tx, edition: PublishedEdition, track: Track, enterprise: Enterprise
) -> None:
    keys = list(exclusion_keys(edition.definition, track))
    row = await tx.raw.fetchrow(_FREE, enterprise.uscc, keys)
    if row["blocked"]:
        raise CreditBlocked()
    if not row["free"]:
        raise AlreadyApplied()


def _draft(
    command: NewApplication, edition: PublishedEdition, enterprise: Enterprise, choice: Choice
) -> Application:
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
