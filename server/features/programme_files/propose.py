"""One person of the authority proposes files; a second one publishes or refuses them."""

import hashlib
from uuid import UUID

import msgspec

from models.programme.file import FileProblem, ProgrammeFileError, definition_hash
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import EditionDefinition
from models.tables.ids import new_id
from models.tables.programmes import Programme
from models.tables.proposals import FileProposal
from server.edge.web.auth import Identity
from server.errors import Invalid
from server.features.programme_files.access import require_reach
from server.features.programme_files.reading import in_words, read_out
from server.features.programme_files.refusals import AlreadyProposed, FilesUnchanged
from server.features.programme_files.schemas import FilesProposed
from server.features.programme_files.tell import Names, tell_proposed
from server.features.programme_files.texts import (
    BODY_FIELDS,
    Files,
    compile_files,
    refuse_left_blank,
)
from server.features.programmes.publish import find_current_version, lock_publishing
from server.ports import Ports
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.file_proposals import add_proposal, waits_already

SUBJECT = "file_proposal"


async def propose_files(given: FilesProposed, *, by: Identity, ports: Ports) -> UUID:
    """The id of the proposal.

    Raises Invalid with every mistake of the files, ProgrammeOutOfReach, FilesUnchanged,
    AlreadyProposed.
    """
    files = Files.of(given.as_source)
    definition = await compile_whole(files, ports=ports)
    now = ports.clock.now()
    proposal = FileProposal(
        programme_code=definition.policy.code,
        edition_code=definition.edition.code,
        title=definition.edition.title.zh,
        policy=files.policy.text,
        edition=files.edition.text,
        policy_sha256=_sha256(files.policy.text),
        edition_sha256=_sha256(files.edition.text),
        definition_hash=definition_hash(definition),
        reading=msgspec.to_builtins(read_out(definition)),
        comment=given.comment or None,
        proposed_by_id=by.user_id,
        proposed_at=now,
        id=new_id(),
    )
    names = await Names.read(by, proposal)
    async with transaction() as tx:
        await lock_publishing(tx)
        await _place(tx, proposal, definition, by)
        await add_proposal(tx, proposal)
        await write_audit(tx, _audit_line(proposal, given.comment or None))
        await tell_proposed(tx, proposal, names.of(by.user_id), at=now)
        tx.created(proposal.id)
    return proposal.id


async def compile_whole(files: Files, *, ports: Ports) -> EditionDefinition:
    """Files that may be published: nothing wrong, nothing left blank. Raises Invalid."""
    try:
        definition = await compile_files(files, ports=ports)
        refuse_left_blank(files)
    except ProgrammeFileError as error:
        raise Invalid(errors=[_mistake(problem) for problem in error.problems]) from error
    return definition


def _mistake(problem: FileProblem) -> Reason:
    words = in_words(problem)
    text = Text(f"文件有错误，请改正后再提出：{words.zh}", f"Mend this first: {words.en}")
    return Reason(BODY_FIELDS[problem.file], "file_mistake", text)


async def _place(
    tx: Tx, proposal: FileProposal, definition: EditionDefinition, by: Identity
) -> None:
    """Whose it is, and upon which version. Raises the refusals of `propose_files`."""
    grant = await require_reach(definition, by, tx=tx)
    programme = await Programme.get_or_none(code=proposal.programme_code, using_db=tx.connection)
    proposal.organisation_id = (
        grant.organisation_id if programme is None else programme.authority_id
    )
    current = await find_current_version(tx, proposal.edition_code)
    if current is not None:
        proposal.base_version_id = current.id
        if current.definition_hash == proposal.definition_hash:
            raise FilesUnchanged()
    if await waits_already(tx, proposal.edition_code):
        raise AlreadyProposed()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _audit_line(proposal: FileProposal, comment: str | None) -> AuditEntry:
    detail = {
        "edition": proposal.edition_code,
        "policy_sha256": proposal.policy_sha256,
        "edition_sha256": proposal.edition_sha256,
        "definition_sha256": proposal.definition_hash,
        "base_version": None if proposal.base_version_id is None else str(proposal.base_version_id),
    }
    return AuditEntry(
        SUBJECT,
        proposal.id,
        proposal.proposed_at,
        proposal.proposed_by_id,
        Role.AUTHORITY,
        "programme.proposed",
        detail,
        comment,
    )
