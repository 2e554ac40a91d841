"""Publishes compiled programme files in one transaction; unchanged ones are left alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.programme.diff import changes_between
from models.programme.file import definition_hash
from models.rules.reasons import Text
from models.rules.terms.programme import EditionDefinition
from models.tables.programmes import Edition, RuleVersion
from server.clock import Clock
from server.features.programmes.publish_pools import publish_pools
from server.features.programmes.published import definition_of
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import enqueue
from storage.postgres.money.lock import next_in_turn
from storage.postgres.organisations import find_or_add_organisation
from storage.postgres.programmes import (
    add_rule_version,
    put_edition,
    put_tracks,
    save_window,
    set_current_version,
)

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
    current = await _current_version(tx, definition.edition.code)
    if current is not None and current.definition_hash == fingerprint:
        return Published(current.edition_id, current.id, current.number, changed=False)
    before = None if current is None else await definition_of(current.id, using=tx.connection)
    authority = definition.policy.authority.zh
    authority_id = await find_or_add_organisation(tx, "authority", authority, at=now)
    edition = await put_edition(tx, definition, authority_id)
    version = await add_rule_version(tx, definition, fingerprint, at=now)
    await _apply_window(tx, edition, before, definition)
    await set_current_version(tx, edition, version.id, year=definition.edition.year)
    await put_tracks(tx, definition)
    resized = await publish_pools(tx, definition, before, now)
    await write_audit(tx, _audit_line(version, resized))
    # More money may bring the turn of those that passed while waiting.
    await enqueue(tx, *(next_in_turn(pool_id) for pool_id in resized))
    changes = () if before is None else changes_between(before, definition)
    return Published(edition.code, version.id, version.number, True, resized, changes)


async def _current_version(tx: Tx, code: str) -> RuleVersion | None:
    edition = await Edition.get_or_none(code=code, using_db=tx.connection)
    if edition is None:
        return None
    return await RuleVersion.get_or_none(id=edition.current_version_id, using_db=tx.connection)


async def _apply_window(
    tx: Tx, edition: Edition, before: EditionDefinition | None, definition: EditionDefinition
) -> None:
    """A window that was opened by hand stays, unless the file's own window changed."""
    old = None if before is None else (before.edition.opens_at, before.edition.closes_at)
    new = (definition.edition.opens_at, definition.edition.closes_at)
    if old != new:
        await save_window(tx, edition, *new)


def _audit_line(version: RuleVersion, resized: tuple[UUID, ...]) -> AuditEntry:
    return AuditEntry(
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
