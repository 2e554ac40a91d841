"""Files of a programme that were proposed, as a row written by hand."""

from models.tables.ids import new_id
from tests.world.application import World


async def withdrawn_proposal(world: World, edition: str) -> str:
    """Files of the edition that nobody can read, proposed and withdrawn by somebody who is not there."""
    proposal = new_id()
    await world.fetch(
        "INSERT INTO file_proposals (id, organisation_id, programme_code, edition_code, title,"
        " base_version_id, policy, edition, policy_sha256, edition_sha256, definition_hash, reading,"
        " state, proposed_by_id, proposed_at, decided_at)"
        " SELECT $1::uuid, p.authority_id, p.code, e.code, e.code, e.current_version_id,"
        " $1::uuid::text, '', '', '', '', '[]', 'withdrawn', $1::uuid, now(), now()"
        " FROM editions e JOIN programmes p ON p.code = e.programme_id WHERE e.code = $2",
        proposal,
        edition,
    )
    return str(proposal)
