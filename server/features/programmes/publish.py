"""Publishes compiled programme files in one transaction; unchanged ones are left alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final
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
from storage.postgres.rule_sources import SourceTexts, is_replaced_by_people, keep_source

_NO_TEXTS: Final[Mapping[str, SourceTexts]] = MappingProxyType({})
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('shuangtui publish'))"


@dataclass(frozen=True, slots=True)
class Published:
    """What came of one edition; `resized_pools` are those whose limits the ranking must learn.

    `changes` are the lines that tell a new version from the one before; a first version has none.
    `kept_later`: nothing was published, as people have replaced these rules in the browser since.
    """

    edition: str
    version_id: UUID
    number: int
    changed: bool
    resized_pools: tuple[UUID, ...] = ()
    changes: tuple[Text, ...] = ()
    kept_later: bool = False


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who is recorded as publishing, and the proposal that they let into force."""

    role: str
    user_id: UUID | None = None
    proposal_id: UUID | None = None


OPERATOR: Final = Publisher("operator")


async def publish_editions(
    definitions: Sequence[EditionDefinition],
    *,
    clock: Clock,
    texts: Mapping[str, SourceTexts] = _NO_TEXTS,
    keep_later: bool = False,
) -> list[Published]:
    """Publish editions in one transaction, as the database's owner; run by `up` and the CLI.

    An edition whose rules are the published ones is left untouched. `texts`, by code of the
    edition, are kept beside the versions. With `keep_later` an edition stays as it is where people
    have replaced these very rules in the browser since. Raises the refusals of `publish_pools`;
    then nothing is published.
    """
    now, published = clock.now(), []
    async with transaction() as tx:
        await lock_publishing(tx)
        for definition in definitions:
            own = texts.get(definition.edition.code)
            later = await _find_later(tx, definition, own) if keep_later and own else None
            published.append(later or await publish_in(tx, definition, own, by=OPERATOR, now=now))
    return published


async def lock_publishing(tx: Tx) -> None:
    """One publishes at a time, until the transaction ends."""
    await tx.raw.execute(_ONE_AT_A_TIME)


async def _find_later(
    tx: Tx, definition: EditionDefinition, texts: SourceTexts
) -> Published | None:
    current = await find_current_version(tx, definition.edition.code)
    if current is None or not await is_replaced_by_people(
        tx, current.id, definition_hash(definition), texts
    ):
        return None
    return Published(current.edition_id, current.id, current.number, changed=False, kept_later=True)


async def publish_in(
    tx: Tx,
    definition: EditionDefinition,
    texts: SourceTexts | None,
    *,
    by: Publisher,
    now: datetime,
) -> Published:
    """One edition, in the caller's transaction, who holds `lock_publishing`; refusals as above."""
    fingerprint = definition_hash(definition)
    current = await find_current_version(tx, definition.edition.code)
    if current is not None and current.definition_hash == fingerprint:
        if texts is not None:
            await keep_source(tx, current.id, texts, by=by.user_id)
        return Published(current.edition_id, current.id, current.number, changed=False)
    before = None if current is None else await definition_of(current.id, using=tx.connection)
    authority = definition.policy.authority.zh
    authority_id = await find_or_add_organisation(tx, "authority", authority, at=now)
    edition = await put_edition(tx, definition, authority_id)
    version = await add_rule_version(tx, definition, fingerprint, at=now)
    if texts is not None:
        await keep_source(tx, version.id, texts, by=by.user_id)
    await _apply_window(tx, edition, before, definition)
    await set_current_version(tx, edition, version.id, year=definition.edition.year)
    await put_tracks(tx, definition)
    resized = await publish_pools(tx, definition, before, now)
    await write_audit(tx, _audit_line(version, resized, by))
    # More money may bring the turn of those that passed while waiting.
    await enqueue(tx, *(next_in_turn(pool_id) for pool_id in resized))
    changes = () if before is None else changes_between(before, definition)
    return Published(edition.code, version.id, version.number, True, resized, changes)


async def find_current_version(tx: Tx, code: str) -> RuleVersion | None:
    """The rules in force of the edition of that code, None before its first ones."""
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


def _audit_line(version: RuleVersion, resized: tuple[UUID, ...], by: Publisher) -> AuditEntry:
    proposal = {"proposal": str(by.proposal_id)} if by.proposal_id is not None else {}
    return AuditEntry(
        subject_kind="rule_version",
        subject_id=version.id,
        at=version.published_at,
        actor_id=by.user_id,
        actor_role=by.role,
        event="programme.published",
        detail={
            "edition": version.edition_id,
            "number": version.number,
            "definition_sha256": version.definition_hash,
            "resized_pools": [str(pool_id) for pool_id in resized],
            **proposal,
        },
    )
