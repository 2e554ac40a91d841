"""Drafts that lack nothing but being submitted, and empty ones for uploads, brought in by COPY."""

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from bench.stage import Stage
from models.rules.award.copay import split_rates
from models.rules.money import split_fee
from models.rules.terms.programme import EditionDefinition
from models.tables.ids import new_id
from server.features.identity.sessions import hash_of
from storage.postgres.core.connect import raw_connection

TRACK = "copay"
_FACTS = {"is_sme": True, "newly_signed": True, "registered_for_use": True}
_STARTED = """SELECT count(append_audit('application', id, created_at, created_by_id, 'enterprise',
                                         'started', '{}')) FROM applications
               WHERE status = 'draft' AND created_at = $1"""


@dataclass
class Client:
    """One person with a session; `ready` and `empty` are the drafts that nobody has used yet."""

    user_id: UUID
    token: str
    ready: list[UUID] = field(default_factory=list)
    empty: list[UUID] = field(default_factory=list)


@dataclass
class _Rows:
    """Rows by table, each a dictionary by column."""

    now: datetime
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def add(self, table: str, **row: Any) -> None:
        self.tables.setdefault(table, []).append(row)

    async def copy(self, connection: asyncpg.Connection) -> None:
        await connection.set_type_codec(
            "jsonb", schema="pg_catalog", encoder=_jsonb, decoder=bytes, format="binary"
        )
        for table, rows in self.tables.items():
            columns = list(rows[0])
            records = [tuple(row[name] for name in columns) for row in rows]
            await connection.copy_records_to_table(table, records=records, columns=columns)


def _jsonb(value: Any) -> bytes:
    return b"\x01" + msgspec.json.encode(value)


async def plan_of(stage: Stage, definition: EditionDefinition) -> asyncpg.Record:
    """The plan that all drafts of an edition are for."""
    (plan,) = await stage.fetch(
        """SELECT p.id, p.platform_id, p.fee_fen, e.current_version_id FROM plans p
             JOIN participations t ON t.platform_id = p.platform_id AND t.track = $1
             JOIN editions e ON e.code = t.edition_id WHERE e.code = $2 ORDER BY p.id LIMIT 1""",
        TRACK,
        definition.edition.code,
    )
    return plan


async def seed_clients(
    stage: Stage, definition: EditionDefinition, clients: int, *, ready: int, empty: int
) -> list[Client]:
    """So many people, each acting for the firms of `ready` full and `empty` bare drafts."""
    plan = await plan_of(stage, definition)
    ((before,),) = await stage.fetch("SELECT count(*) FROM enterprises")
    rows = _Rows(datetime.now(UTC), numbers=count(before + 1))
    found = []
    for _ in range(clients):
        client = _add_person(rows, stage.settings.privacy_version)
        client.ready = [_add_draft(rows, definition, plan, client, full=True) for _ in range(ready)]
        client.empty = [
            _add_draft(rows, definition, plan, client, full=False) for _ in range(empty)
        ]
        found.append(client)
    connection = await raw_connection(stage.owner)
    try:
        await rows.copy(connection)
        await connection.execute(_STARTED, rows.now)
        await connection.execute("VACUUM ANALYZE")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()
    return found


def _add_person(rows: _Rows, agreed_to: str) -> Client:
    client = Client(new_id(), secrets.token_urlsafe(32))
    rows.add(
        "users",
        id=client.user_id,
        openid_index=secrets.token_hex(32),
        must_change_password=False,
        created_at=rows.now,
    )
    rows.add(
        "sessions",
        token_hash=hash_of(client.token),
        user_id=client.user_id,
        created_at=rows.now,
        expires_at=rows.now + timedelta(days=1),
    )
    rows.add(
        "consents",
        id=new_id(),
        user_id=client.user_id,
        text_version=agreed_to,
        at=rows.now,
    )
    return client


def _add_firm(rows: _Rows, client: Client, number: int) -> UUID:
    firm_id = new_id()
    rows.add(
        "enterprises",
        id=firm_id,
        uscc=f"{number:018d}",
        name=f"测试企业{number}",
        district="浦东新区",
        sector="制造业",
        employees=50,
        annual_revenue_fen=1_000_000_000,
        registered_on=rows.now.date(),
        registered_city="上海市",
        in_service_zone=False,
        state="verified",
        version=1,
        created_at=rows.now,
    )
    rows.add(
        "enterprise_members",
        id=new_id(),
        enterprise_id=firm_id,
        user_id=client.user_id,
        role="owner",
        joined_at=rows.now,
    )
    return firm_id


def _add_draft(
    rows: _Rows, definition: EditionDefinition, plan: Any, client: Client, *, full: bool
) -> UUID:
    number, application_id = next(rows.numbers), new_id()
    track = definition.find_track(TRACK)
    if track is None:
        raise LookupError(f"the demonstration has no track {TRACK}")
    split = split_fee(plan["fee_fen"], split_rates(track.award))
    # Anywhere in the last weeks: claims fall between others of the line, as they do in life.
    paid_at = rows.now - timedelta(seconds=random.randrange(3600, 30 * 86400))
    rows.add(
        "applications",
        id=application_id,
        number=f"BENCH{number:08d}",
        edition_id=definition.edition.code,
        track=TRACK,
        rule_version_id=plan["current_version_id"],
        enterprise_id=_add_firm(rows, client, number),
        platform_id=plan["platform_id"],
        plan_id=plan["id"],
        district="浦东新区",
        status="draft",
        contract_no=f"HT-{number}",
        signed_at=paid_at - timedelta(hours=3),
        signed_precision="instant",
        paid_at=paid_at,
        paid_precision="instant",
        fee_fen=split.fee_fen,
        paid_fen=split.enterprise_fen,
        facts=_FACTS,
        plan_fee_fen=split.fee_fen,
        government_fen=split.government_fen,
        platform_fen=split.platform_fen,
        enterprise_fen=split.enterprise_fen,
        filed_by="enterprise",
        version=2,
        created_by_id=client.user_id,
        created_at=rows.now,
        updated_at=rows.now,
    )
    for material in track.materials if full else ():
        _add_paper(rows, application_id, material.kind, client)
    return application_id


def _add_paper(rows: _Rows, application_id: UUID, kind: str, client: Client) -> None:
    evidence_id = new_id()
    rows.add(
        "evidence",
        id=evidence_id,
        application_id=application_id,
        kind=kind,
        name=f"{kind}.pdf",
        size=200_000,
        content_type="application/pdf",
        sha256=secrets.token_hex(32),
        object_name=f"evidence/{application_id}/{evidence_id}",
        uploaded_by_id=client.user_id,
        uploaded_at=rows.now,
    )
