"""Fills in the particulars: a draft as a whole, a returned application only where it was asked."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Protocol
from uuid import UUID

from msgspec import UNSET
from msgspec.structs import replace

from models.rules.acts import is_item_open, may_edit
from models.rules.eligibility.facts import read_facts
from models.rules.moments import keep_bare_days, moment_columns, moments_of, read_moments
from models.rules.reasons import Reason, Text, one_a_field
from models.rules.terms.programme import TrackTerms
from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from models.tables.reviews import Correction
from server.clock import Clock
from server.edge.web.field_labels import LABELS
from server.errors import Invalid, NotFound, VersionConflict
from server.features.applications.assessment import (
    collected_facts,
    contradictions,
    firm_facts,
    firm_record,
    in_one_form,
)
from server.features.applications.bodies import ApplicationParticulars
from server.features.applications.client_facts import derived_by_hand, kept_derived
from server.features.applications.figures import figure_problems, firm_figures
from server.features.applications.refusals import NOT_ASKED, NotEditable
from server.features.applications.split import split_columns, split_of
from server.features.applications.why_not import not_editable
from server.features.enterprises.membership import enterprise_of
from server.features.programmes.published import definition_of
from server.roles import Role
from storage.postgres.application_rows import FILED_BY_THEM, fetch_own_application
from storage.postgres.applications import write_change
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.money.payments import replace_payment

_THEIRS: Final = f"""
SELECT EXISTS (SELECT 1 FROM applications a
                WHERE a.id = $1 AND a.status = 'returned' AND {FILED_BY_THEM})
"""


class ParticularsAsRead(Protocol):
    """The editable fields, or what of them was understood."""

    @property
    def signed_at(self) -> str | None: ...
    @property
    def paid_at(self) -> str | None: ...
    @property
    def fee_fen(self) -> int | None: ...
    @property
    def paid_fen(self) -> int | None: ...
    @property
    def facts(self) -> Mapping[str, Any] | None: ...


async def change_particulars(
    application_id: UUID,
    command: ApplicationParticulars,
    version: int,
    *,
    user_id: UUID,
    clock: Clock,
) -> None:
    """Replace the editable fields.

    What follows from a list of clients stays as it is. Raises NotFound, NotEditable,
    VersionConflict, Invalid (codes of `read_facts`, `contradicts`, `derived`).
    """
    async with transaction() as tx:
        application, role = await hold_to_correct(tx, application_id, user_id)
        if application.version != version:
            raise VersionConflict()
        definition = await definition_of(application.rule_version_id, using=tx.connection)
        track = definition.find_track(application.track)
        if track is None:
            raise NotFound()
        command = replace(command, facts=in_one_form(track, command.facts))
        own, today = role == Role.ENTERPRISE, clock.today()
        problems = await stated_problems(tx, track, application, command, today=today, own=own)
        if problems:
            raise Invalid(errors=problems)
        facts = command.facts | kept_derived(track, application.facts)
        wanted = particular_columns(command, application, facts)
        changed = [name for name in wanted if wanted[name] != getattr(application, name)]
        touched = _touched(application, facts, changed)
        await _check_open(tx, application, track, touched)
        # The parts are those of the fee as it is now; the plan's own stay with its version.
        wanted |= split_columns(split_of(track, command.fee_fen))
        application.update_from_dict(wanted)
        await write_change(tx, application, wanted, at=clock.now())
        await replace_payment(tx, application)
        line = AuditEntry(
            "application",
            application_id,
            clock.now(),
            user_id,
            role,
            "edited",
            {"fields": sorted(touched)},
        )
        await write_audit(tx, line)


async def particulars_problems(
    application_id: UUID, command: ParticularsAsRead, version: int, *, user_id: UUID, clock: Clock
) -> list[Reason]:
    """What the rules say of the fields that were understood. Raises NotFound, VersionConflict."""
    async with transaction() as tx:
        application, role = await hold_to_correct(tx, application_id, user_id)
        if application.version != version:
            raise VersionConflict()
        definition = await definition_of(application.rule_version_id, using=tx.connection)
        track = definition.find_track(application.track)
        if track is None:
            raise NotFound()
        own, today = role == Role.ENTERPRISE, clock.today()
        return await stated_problems(tx, track, application, command, today=today, own=own)


async def hold_own_application(tx: Tx, application_id: UUID, user_id: UUID) -> Application:
    """The person's own application, its row locked. Raises NotFound.

    What its platform filed, or others who left the firm with nobody, is theirs once the firm is
    verified (`SHOWN_TO_MEMBERS`).
    """
    application = await _held(tx, application_id)
    await _require_member(tx, application, user_id)
    return application


async def hold_to_correct(tx: Tx, application_id: UUID, user_id: UUID) -> tuple[Application, str]:
    """The same, with as what the person acts: also for the platform that filed it, once it is sent
    back and as long as its firm has not said yes. Raises NotFound.
    """
    application = await _held(tx, application_id)
    sent_back = (application.filed_by, application.status) == (Role.PLATFORM, "returned")
    if sent_back and await tx.raw.fetchval(_THEIRS, application_id, user_id):
        return application, Role.PLATFORM
    await _require_member(tx, application, user_id)
    return application, Role.ENTERPRISE


async def _held(tx: Tx, application_id: UUID) -> Application:
    query = Application.filter(id=application_id).using_db(tx.connection)
    application = await query.select_for_update(no_key=True).first()
    if application is None or application.enterprise_id is None:
        raise NotFound()
    return application


async def _require_member(tx: Tx, application: Application, user_id: UUID) -> None:
    if application.enterprise_id is None:
        raise NotFound()
    firm = await enterprise_of(user_id, application.enterprise_id, tx=tx)
    left_since = firm.released_at is not None and firm.released_at >= application.created_at
    if (left_since or application.filed_by == "platform") and firm.state != "verified":
        raise NotFound()


async def require_own(application_id: UUID, user_id: UUID, version: int | None = None) -> None:
    """Raises NotFound, and VersionConflict if it is not of that version (where one is given)."""
    row = await fetch_own_application(application_id, user_id)
    if row is None:
        raise NotFound()
    if version is not None and row.version != version:
        raise VersionConflict()


def particular_columns(
    command: ApplicationParticulars, held: Application, facts: dict[str, Any]
) -> dict[str, Any]:
    """The particulars by column, their moments read before."""
    given = {"signed_at": command.signed_at, "paid_at": command.paid_at}
    moments, _ = read_moments(given)
    kept = keep_bare_days(moments, moments_of(held))
    return {
        "contract_no": command.contract_no,
        **moment_columns(dict.fromkeys(given) | kept),
        "fee_fen": command.fee_fen,
        "paid_fen": command.paid_fen,
        "payer": held.payer if command.payer is UNSET else command.payer,
        "voucher_no": held.voucher_no if command.voucher_no is UNSET else command.voucher_no,
        "facts": facts,
    }


def _touched(
    application: Application, wanted_facts: dict[str, Any], changed: list[str]
) -> set[str]:
    """What changes, by the names that corrections have: a moment as one, each fact by itself."""
    columns = {name.replace("_precision", "_at") for name in changed} - {"facts"}
    return columns | {
        f"facts.{name}"
        for name in application.facts.keys() | wanted_facts.keys()
        if application.facts.get(name) != wanted_facts.get(name)
    }


async def _check_open(
    tx: Tx, application: Application, track: TrackTerms, touched: set[str]
) -> None:
    """A draft is open throughout; a returned application only in the items that were named."""
    if not may_edit(application.status):
        raise not_editable(application.status)
    corrections = await Correction.filter(application_id=application.id, resolved_at=None).using_db(
        tx.connection
    )
    items = {correction.item for correction in corrections}
    closed = sorted(one for one in touched if not is_item_open(application.status, one, items))
    if closed:
        raise NotEditable(
            NOT_ASKED,
            errors=[Reason(name, "not_editable", _not_asked(track, name)) for name in closed],
        )


def _not_asked(track: TrackTerms, field: str) -> Text:
    fact = track.find_fact(field.removeprefix("facts."))
    label = LABELS[field] if fact is None else fact.label
    return Text(
        f"{label.zh}不在这次补正的范围内，不能修改；确需修改的，请联系审核人员",
        f"{label.en} was not asked to be corrected; if it must change, tell the reviewer",
    )


async def stated_problems(
    tx: Tx,
    track: TrackTerms,
    application: Application,
    command: ParticularsAsRead,
    *,
    today: date,
    own: bool,
) -> list[Reason]:
    """What cannot be stored as it is given, each with its field; `own`: the firm itself gives it."""
    declared = command.facts or {}
    _, unreal = read_moments({"signed_at": command.signed_at, "paid_at": command.paid_at})
    bad = {problem.field for problem in unreal}
    particulars = {
        name: value
        for name in ("signed_at", "paid_at", "fee_fen", "paid_fen")
        if (value := getattr(command, name)) is not None and name not in bad
    }
    enterprise = await Enterprise.get(id=application.enterprise_id, using_db=tx.connection)
    firm = firm_facts(track, firm_record(enterprise))
    given = collected_facts(track, declared, particulars, firm)
    held = firm_figures(enterprise)
    return one_a_field(
        [
            *unreal,
            *read_facts(track.stated, declared, track.retired).problems,
            *derived_by_hand(track, declared, application.facts),
            *contradictions(track, declared, particulars, firm),
            *figure_problems(track, given, particulars, firm=held, today=today, own=own),
        ]
    )
