"""Whose grants reach the programme that files are for: as it is in force, and as they would have it."""

from uuid import UUID

from models.rules.terms.programme import EditionDefinition
from models.rules.text.compared import compared
from models.tables.people import Organisation
from models.tables.programmes import Programme
from models.tables.proposals import FileProposal
from server.edge.web.auth import ActiveGrant, Identity
from server.errors import NotFound
from server.features.identity.scope import Scope
from server.features.programme_files.refusals import ProgrammeOutOfReach
from server.roles import READING_EDITIONS, Role
from storage.postgres.core.transaction import Tx, postgres_errors


async def find_reaching_grant(
    definition: EditionDefinition, by: Identity, *, tx: Tx | None = None
) -> ActiveGrant | None:
    """A grant of an authority that reaches the whole programme; None without one.

    Held for one authority, it reaches neither another's programme nor gives its own to another: the
    programme is decided by it, and the files name it. For a programme that is not there yet the
    grant must not be narrowed to one.
    """
    connection = None if tx is None else tx.connection
    code, edition = definition.policy.code, definition.edition.code
    with postgres_errors():
        programme = await Programme.get_or_none(code=code, using_db=connection)
        for grant in by.grants_for(Role.AUTHORITY):
            narrowed = grant.district is not None or grant.edition_code not in (None, edition)
            if narrowed or grant.programme_code not in (None, code):
                continue
            if programme is None and (grant.programme_code or grant.edition_code):
                continue
            if grant.unbound:
                return grant
            if programme is not None and programme.authority_id != grant.organisation_id:
                continue
            own = await Organisation.get(id=grant.organisation_id, using_db=connection)
            if compared(own.name) == compared(definition.policy.authority.zh):
                return grant
    return None


async def require_reach(
    definition: EditionDefinition, by: Identity, *, tx: Tx | None = None
) -> ActiveGrant:
    """Raises ProgrammeOutOfReach."""
    grant = await find_reaching_grant(definition, by, tx=tx)
    if grant is None:
        raise ProgrammeOutOfReach()
    return grant


async def find_proposal(proposal_id: UUID, by: Identity, *roles: str) -> FileProposal:
    """One that a grant in these roles reaches, else of an authority or inspector. Raises NotFound."""
    within = Scope.of(by, *(roles or READING_EDITIONS)).file_proposals()
    with postgres_errors():
        found = await FileProposal.filter(within, id=proposal_id).first()
    if found is None:
        raise NotFound()
    return found
