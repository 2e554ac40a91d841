"""Publishes compiled programme files: all of them or none, and nothing where nothing changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from models.programme.diff import changes_between
from models.programme.file import definition_hash
from models.rules.reasons import Text
from models.rules.terms.programme import EditionDefinition
from models.tables.ids import new_id
from models.tables.people import Organisation
from models.tables.programmes import Edition, Programme, RuleVersion, Track
from server.clock import Clock
from server.features.programmes.publish_pools import publish_pools
from server.features.programmes.published import definition_of
from storage.postgres.core.audit import AuditLine, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import enqueue
from storage.postgres.money.lock import next_in_turn

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('shuangtui publish'))"


@dataclass(frozen=True, slots=True)
class Published:
    """What came of one edition; `resized_pools` are those whose limits the ranking must learn.

    `changes` are the lines that tell a new version from the one before; a first version has none.
    """

    edition: str
    version_id: UUID
    number: int
    changed: bool
    resized_pools: tuple[UUID, ...] = ()
    changes: tuple[Text, ...] = ()


async def publish_editions(
    definitions: Sequence[EditionDefinition], *, clock: Clock
) -> list[Published]:
    """Publish editions in one transaction, as the database's owner; run by `up` and the CLI.

    An edition whose rules are the published ones is left untouched. Raises the refusals of
    `publish_pools`; then nothing is published.
    """
    async with transaction() as tx:
        await tx.raw.execute(_ONE_AT_A_TIME)
        return [await _publish(tx, definition, clock.now()) for definition in definitions]


async def _publish(tx: Tx, definition: EditionDefinition, now: datetime) -> Published:
    fingerprint = definition_hash(definition)
    current = await _current_version(tx.connection, definition.edition.code)
    if current is not None and current.definition_hash == fingerprint:
        return Published(current.edition_id, current.id, current.number, changed=False)
    before = None if current is None else await definition_of(current.id, using=tx.connection)
    edition = await _upsert_edition(tx.connection, definition, now)
    version = await _add_version(tx.connection, definition, fingerprint, now)
    await _set_current(tx.connection, edition, version, before, definition)
    await _upsert_tracks(tx.connection, definition)
    resized = await publish_pools(tx.connection, definition, before, now)
    await write_audit(tx, _audit_line(version, resized))
    # More money may bring the turn of those that passed while waiting.
    await enqueue(tx, *(next_in_turn(pool_id) for pool_id in resized))
    changes = () if before is None else changes_between(before, definition)
    return Published(edition.code, version.id, version.number, True, resized, changes)


async def _current_version(using: BaseDBAsyncClient, code: str) -> RuleVersion | None:
    edition = await Edition.get_or_none(code=code, using_db=using)
    if edition is None:
        return None
    return await RuleVersion.get_or_none(id=edition.current_version_id, using_db=using)


async def _upsert_edition(
    using: BaseDBAsyncClient, definition: EditionDefinition, now: datetime
) -> Edition:
    policy, edition = definition.policy, definition.edition
    authority, _ = await Organisation.get_or_create(
        kind="authority", name=policy.authority.zh, defaults={"created_at": now}, using_db=using
    )
    texts = {"title": policy.title.zh, "region": policy.region.zh, "authority_id": authority.id}
    await Programme.update_or_create(code=policy.code, defaults=texts, using_db=using)
    row, _ = await Edition.get_or_create(
        code=edition.code,
        defaults={
            "programme_id": policy.code,
            "year": edition.year,
            "opens_at": edition.opens_at,
            "closes_at": edition.closes_at,
        },
        using_db=using,
    )
    return row


async def _add_version(
    using: BaseDBAsyncClient, definition: EditionDefinition, fingerprint: str, now: datetime
) -> RuleVersion:
    code = definition.edition.code
    return await RuleVersion.create(
        id=new_id(),
        edition_id=code,
        number=await RuleVersion.filter(edition_id=code).using_db(using).count() + 1,
        definition=msgspec.to_builtins(definition),
        definition_hash=fingerprint,
        published_at=now,
        using_db=using,
    )


async def _set_current(
    using: BaseDBAsyncClient,
    edition: Edition,
    version: RuleVersion,
    before: EditionDefinition | None,
    definition: EditionDefinition,
) -> None:
    """A window that was opened by hand stays, unless the file's own window changed."""
    old = None if before is None else (before.edition.opens_at, before.edition.closes_at)
    new = (definition.edition.opens_at, definition.edition.closes_at)
    if old != new:
        edition.opens_at, edition.closes_at = new
        edition.closed_at = edition.settled_at = None
    edition.year = definition.edition.year
    edition.current_version_id = version.id
    await edition.save(using_db=using)


async def _upsert_tracks(using: BaseDBAsyncClient, definition: EditionDefinition) -> None:
    """Tracks that a file drops stay as rows: earlier applications and statistics name them."""
    for track in definition.tracks:
        await Track.update_or_create(
            edition_id=definition.edition.code,
            code=track.code,
            defaults={
                "title": track.title.zh,
                "applicant": track.applicant,
                "selection": track.selection,
            },
            using_db=using,
        )


def _audit_line(version: RuleVersion, resized: tuple[UUID, ...]) -> AuditLine:
    return AuditLine(
        subject_kind="rule_version",
        subject_id=version.id,
        at=version.published_at,
        actor_id=None,
        actor_role="operator",
        event="programme.published",
        detail={
            "edition": version.edition_id,
            "number": version.number,
            "definition_sha256": version.definition_hash,
            "resized_pools": [str(pool_id) for pool_id in resized],
        },
    )
