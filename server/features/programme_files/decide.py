"""A second person publishes proposed files or refuses them; who proposed them may withdraw."""

from datetime import datetime
from uuid import UUID

from models.programme.diff import changes_between
from models.programme.file import definition_hash
from models.rules.reasons import Reason
from models.rules.terms.programme import EditionDefinition
from models.tables.proposals import FileProposal
from server.clock import Clock
from server.edge.web.auth import Identity
from server.features.programme_files.access import find_proposal, require_reach
from server.features.programme_files.pools_after import resized_since
from server.features.programme_files.propose import SUBJECT, compile_whole
from server.features.programme_files.refusals import (
    FilesOfYourOwn,
    NotYourProposal,
    ProposalEnded,
    RulesMoved,
)
from server.features.programme_files.tell import Names, tell_published, tell_refused
from server.features.programme_files.texts import Files
from server.features.programmes.publish import (
    Publisher,
    find_current_version,
    lock_publishing,
    publish_in,
)
from server.features.programmes.published import definition_of
from server.features.recognitions.carry_over import carry_over_in
from server.ports import Ports
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.file_proposals import decide_proposal, hold_proposal
from storage.postgres.rule_sources import SourceTexts


async def publish_proposal(proposal_id: UUID, *, by: Identity, ports: Ports) -> None:
    """Into force, in one transaction, as `programme publish` does it.

    The files are compiled anew: what is published is what they say now, and what was read out.
    Raises NotFound, FilesOfYourOwn, ProposalEnded, ProgrammeOutOfReach, RulesMoved, Invalid,
    PoolLimitsBelowLocked, PoolFixed.
    """
    known = await find_proposal(proposal_id, by, Role.AUTHORITY)
    names, now = await Names.read(by, known), ports.clock.now()
    files = Files.of(SourceTexts(known.policy, known.edition))
    definition = await compile_whole(files, ports=ports) if known.state == "proposed" else None
    async with transaction() as tx:
        await lock_publishing(tx)
        proposal = await _hold_as_second(tx, proposal_id, by)
        if definition is None:
            raise ProposalEnded()
        await require_reach(definition, by, tx=tx)
        await _refuse_moved(tx, proposal, definition)
        version_id, number = await _publish(tx, proposal, definition, by=by, now=now)
        await decide_proposal(
            tx, proposal, "published", by=by.user_id, at=now, version_id=version_id
        )
        await _record(tx, proposal, "published", None, by=by, now=now)
        await tell_published(tx, proposal, number, names, by=by.user_id, at=now)
        tx.created(proposal_id, status=200)


async def refuse_proposal(proposal_id: UUID, reason: str, *, by: Identity, clock: Clock) -> None:
    """Raises NotFound, FilesOfYourOwn, ProposalEnded."""
    known = await find_proposal(proposal_id, by, Role.AUTHORITY)
    names, now = await Names.read(by, known), clock.now()
    async with transaction() as tx:
        await lock_publishing(tx)
        proposal = await _hold_as_second(tx, proposal_id, by)
        await decide_proposal(tx, proposal, "refused", by=by.user_id, at=now, reason=reason)
        await _record(tx, proposal, "refused", reason, by=by, now=now)
        await tell_refused(tx, proposal, reason, names.of(by.user_id), at=now)
        tx.created(proposal_id, status=200)


async def withdraw_proposal(proposal_id: UUID, *, by: Identity, clock: Clock) -> None:
    """Raises NotFound, NotYourProposal, ProposalEnded."""
    await find_proposal(proposal_id, by, Role.AUTHORITY)
    now = clock.now()
    async with transaction() as tx:
        await lock_publishing(tx)
        proposal = await hold_proposal(tx, proposal_id)
        if proposal.proposed_by_id != by.user_id:
            raise NotYourProposal()
        _refuse_ended(proposal)
        await decide_proposal(tx, proposal, "withdrawn", by=by.user_id, at=now)
        await _record(tx, proposal, "withdrawn", None, by=by, now=now)
        tx.created(proposal_id, status=200)


async def _hold_as_second(tx: Tx, proposal_id: UUID, by: Identity) -> FileProposal:
    proposal = await hold_proposal(tx, proposal_id)
    if proposal.proposed_by_id == by.user_id:
        raise FilesOfYourOwn()
    _refuse_ended(proposal)
    return proposal


def _refuse_ended(proposal: FileProposal) -> None:
    if proposal.state != "proposed":
        raise ProposalEnded()


async def _refuse_moved(tx: Tx, proposal: FileProposal, definition: EditionDefinition) -> None:
    """Raises RulesMoved, with what changed in the rules in force since.

    Also where a pool was set by hand since to what these files would undo, and where the same texts
    say something else than was read out, after an upgrade for instance.
    """
    current = await find_current_version(tx, proposal.edition_code)
    in_force = None if current is None else current.id
    same_words = definition_hash(definition) == proposal.definition_hash
    base, changed = proposal.base_version_id, []
    if in_force == base and same_words:
        if base is None:
            return
        old = await definition_of(base, using=tx.connection)
        if not (resized := await resized_since(tx, old, definition, proposal.proposed_at)):
            return
        raise RulesMoved(errors=resized)
    if in_force is not None and base is not None and in_force != base:
        old = await definition_of(base, using=tx.connection)
        new = await definition_of(in_force, using=tx.connection)
        changed = [Reason("in_force", "changed", line) for line in changes_between(old, new)]
    raise RulesMoved(errors=changed)


async def _publish(
    tx: Tx, proposal: FileProposal, definition: EditionDefinition, *, by: Identity, now: datetime
) -> tuple[UUID, int]:
    texts = SourceTexts(proposal.policy, proposal.edition)
    publisher = Publisher(Role.AUTHORITY, by.user_id, proposal.id)
    published = await publish_in(tx, definition, texts, by=publisher, now=now)
    await carry_over_in(tx, published.edition, now=now)
    return published.version_id, published.number


async def _record(
    tx: Tx, proposal: FileProposal, state: str, reason: str | None, *, by: Identity, now: datetime
) -> None:
    detail = {"edition": proposal.edition_code}
    event = f"programme.{state}"
    await write_audit(
        tx,
        AuditEntry(SUBJECT, proposal.id, now, by.user_id, Role.AUTHORITY, event, detail, reason),
    )
