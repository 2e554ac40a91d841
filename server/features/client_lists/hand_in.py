"""A platform hands in its list of new clients; the facts of its claim follow from it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from models.rules.acts import is_item_open, may_edit
from models.rules.client_list import NewClient, Period, facts_of, is_flagged
from models.rules.reasons import Text
from models.rules.terms.client_list import ClientList
from models.rules.terms.programme import EditionDefinition
from models.rules.uscc import normalise_uscc
from models.tables.applications import Application, ApplicationClient
from models.tables.enterprises import Enterprise
from models.tables.ids import new_id
from models.tables.reviews import Correction
from server.clock import SHANGHAI, Clock
from server.errors import NotFound, VersionConflict
from server.features.applications.client_facts import derived_names
from server.features.applications.particulars import hold_own_application
from server.features.applications.refusals import NotEditable
from server.features.applications.standing_items import CLIENTS
from server.features.applications.why_not import not_editable
from server.features.client_lists.check import check_clients
from server.features.client_lists.schemas import ClientsGiven, NewClientRow
from server.features.enterprises.odd_codes import codes_on_licence
from server.features.programmes.published import definition_of
from storage.postgres.applications import write_change
from storage.postgres.client_lists import replace_clients
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.own_places import read_own_places

_NOT_ASKED = Text(
    "新增用户清单不在这次补正的范围内，不能修改；确需修改的，请联系审核人员",
    "The list of clients was not asked to be corrected; if it must change, tell the reviewer",
)


async def set_clients(
    application_id: UUID, given: ClientsGiven, version: int, *, user_id: UUID, clock: Clock
) -> None:
    """Replace the list.

    Raises NotFound (also on a track without one), VersionConflict, Invalid, NotEditable.
    """
    now = clock.now()
    async with transaction() as tx:
        application = await hold_own_application(tx, application_id, user_id)
        definition = await definition_of(application.rule_version_id, using=tx.connection)
        track = definition.find_track(application.track)
        if track is None or track.clients is None:
            raise NotFound()
        if application.version != version:
            raise VersionConflict()
        period = period_of(definition)
        firm = await Enterprise.get(id=application.enterprise_id, using_db=tx.connection)
        rows = check_clients(
            track.clients,
            given.clients,
            period,
            own=firm.uscc,
            places=await read_own_places(tx=tx),
            today=clock.today(),
            on_licence=await codes_on_licence(
                [row.uscc for row in given.clients], confirmed=True, tx=tx
            ),
        )
        await _require_open(tx, application)
        listed = _listed(application_id, track.clients, rows)
        await replace_clients(tx, application_id, listed)
        application.facts = _facts(application, track.clients, rows, period)
        await write_change(tx, application, ["facts"], at=now)
        detail: dict[str, Any] = {
            "count": len(rows),
            "fees_fen": sum(client.fee_fen for client in rows),
        }
        line = AuditEntry(
            "application", application_id, now, user_id, "enterprise", "clients.listed", detail
        )
        await write_audit(tx, line)


def period_of(definition: EditionDefinition) -> Period:
    """The days (Shanghai) of the edition's implementation period."""
    edition = definition.edition
    return Period(_day(edition.period_from), _day(edition.period_to))


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


async def _require_open(tx: Tx, application: Application) -> None:
    """A draft is open; a returned application if the list was to be corrected."""
    if not may_edit(application.status):
        raise not_editable(application.status)
    asked = Correction.filter(application_id=application.id, item=CLIENTS, resolved_at=None)
    items = [CLIENTS] if await asked.using_db(tx.connection).exists() else []
    if not is_item_open(application.status, CLIENTS, items):
        raise NotEditable(_NOT_ASKED)


def _listed(
    application_id: UUID, terms: ClientList, rows: Sequence[NewClientRow]
) -> list[ApplicationClient]:
    return [
        ApplicationClient(
            id=new_id(),
            application_id=application_id,
            number=number,
            uscc=normalise_uscc(row.uscc),
            name=row.name,
            city=row.city,
            signed_on=row.signed_on,
            contract_no=row.contract_no,
            fee_fen=row.fee_fen,
            flagged=is_flagged(terms, row.city),
        )
        for number, row in enumerate(rows, 1)
    ]


def _facts(
    application: Application, terms: ClientList, rows: Sequence[NewClientRow], period: Period
) -> dict[str, Any]:
    """The facts as they were, with those that derive from the list computed from it."""
    derived = derived_names(terms)
    stated = {name: value for name, value in application.facts.items() if name not in derived}
    clients = [NewClient(row.city, row.signed_on, row.fee_fen) for row in rows]
    return {**stated, **facts_of(terms, clients, period)}
