"""Proposals as they are read: a list, and one with what it says, changes, and what may be done."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from models.programme.file import ProgrammeFileError
from models.rules.code_words import CODE_WORDS
from models.rules.reasons import Text
from models.tables.programmes import RuleVersion
from models.tables.proposals import FileProposal
from server.edge.web.auth import Identity
from server.edge.web.params import decode_cursor, page_of
from server.edge.web.replies import Page
from server.features.identity.named import PersonView, name_people
from server.features.identity.scope import Scope
from server.features.programme_files.access import find_proposal, find_reaching_grant
from server.features.programme_files.pools_after import tell_pools
from server.features.programme_files.reading import (
    find_in_force,
    show_version,
    stored_reading,
    tell_changes,
)
from server.features.programme_files.schemas import (
    FileProposalItem,
    FileProposalView,
    InForceView,
    PoolMoveView,
    ProposalAct,
    ProposalQuery,
    RuleChangeView,
)
from server.features.programme_files.texts import Files, compile_files
from server.features.programmes.published import definition_of
from server.ports import Ports
from server.roles import READING_EDITIONS, Role
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.rule_sources import SourceTexts

_STATES: Final = CODE_WORDS["file_proposal"]
_NEXT: Final = {
    "own": Text(
        "等待另一位同事通读、核对后发布；需要修改的，请先撤回",
        "Another person reads and publishes it; withdraw it first to change it",
    ),
    "second": Text(
        "请对着通知通读全文，再看改动，核对无误后发布",
        "Read all of it beside the notice, then its changes, and publish it",
    ),
    "moved": Text(
        "提出之后现行版本又有变化，这份文件不能发布；请退回或撤回，按现行版本重新提出",
        "What is in force changed since: refuse or withdraw it, and propose it anew",
    ),
    "reading": Text("等待主管部门的另一人发布", "A second person of the authority publishes it"),
    "ended": Text("已经办结", "Decided"),
}
_TEXTS: Final = ("policy", "edition", "reading")


async def list_proposals(
    query: ProposalQuery, *, by: Identity, english: bool
) -> Page[FileProposalItem]:
    """In the reader's scope, the newest first. Raises Invalid (a cursor that is none)."""
    found = FileProposal.filter(Scope.of(by, *READING_EDITIONS).file_proposals())
    if query.state is not None:
        found = found.filter(state=query.state)
    after = decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        found = found.filter(id__lt=after[0])
    columns = [name for name in FileProposal._meta.db_fields if name not in _TEXTS]
    with postgres_errors():
        rows = await found.order_by("-id").limit(query.limit + 1).only(*columns)
    shown, cursor = page_of(rows, query.limit, lambda row: (row.id,))
    return Page(await _items(shown, english), cursor)


async def show_proposal(
    proposal_id: UUID, *, by: Identity, english: bool, ports: Ports
) -> FileProposalView:
    """Raises NotFound outside the reader's scope."""
    proposal = await find_proposal(proposal_id, by)
    (item,) = await _items([proposal], english)
    found = await find_in_force(proposal.edition_code)
    version = None if found is None else found[0]
    moved = proposal.state == "proposed" and proposal.base_version_id != (
        None if version is None else version.id
    )
    changes, pools, reached = await _against(proposal, by=by, english=english, ports=ports)
    in_force: InForceView | None = None if version is None else await show_version(version)
    return FileProposalView(
        **{name: getattr(item, name) for name in item.__struct_fields__},
        policy=proposal.policy,
        edition_file=proposal.edition,
        policy_sha256=proposal.policy_sha256,
        edition_sha256=proposal.edition_sha256,
        reading=stored_reading(proposal.reading),
        in_force=in_force,
        changes=changes,
        pools=pools,
        moved=moved,
        allowed=_allowed(proposal, by, reached=reached, moved=moved),
        next=_NEXT[_situation(proposal, by, moved=moved)].in_language(english),
    )


async def _against(
    proposal: FileProposal, *, by: Identity, english: bool, ports: Ports
) -> tuple[list[RuleChangeView], list[PoolMoveView], bool]:
    """What it changes, which pools, and whether the reader's grants reach what it says.

    Against what is in force now while it waits; once decided, against what was when it was proposed.
    """
    try:
        texts = SourceTexts(proposal.policy, proposal.edition)
        definition = await compile_files(Files.of(texts), ports=ports)
    except ProgrammeFileError:
        # A stricter reader since: publishing refuses it with every mistake.
        return [], [], False
    pools: list[PoolMoveView] = []
    before, base = None, proposal.base_version_id
    if proposal.state != "proposed":
        before = None if base is None else await definition_of(base)
    elif (found := await find_in_force(proposal.edition_code)) is not None:
        before = found[1]
        pools = await tell_pools(before, definition, english=english)
    reached = await find_reaching_grant(definition, by) is not None
    return tell_changes(before, definition, english=english), pools, reached


def _allowed(
    proposal: FileProposal, by: Identity, *, reached: bool, moved: bool
) -> list[ProposalAct]:
    if proposal.state != "proposed" or not by.holds(Role.AUTHORITY):
        return []
    if proposal.proposed_by_id == by.user_id:
        return ["withdraw"]
    return ["publish", "refuse"] if reached and not moved else ["refuse"]


def _situation(proposal: FileProposal, by: Identity, *, moved: bool) -> str:
    if proposal.state != "proposed":
        return "ended"
    if not by.holds(Role.AUTHORITY):
        return "reading"
    if moved:
        return "moved"
    return "own" if proposal.proposed_by_id == by.user_id else "second"


async def _items(rows: Sequence[FileProposal], english: bool) -> list[FileProposalItem]:
    people = await name_people(
        [one for row in rows for one in (row.proposed_by_id, row.decided_by_id)]
    )
    published = [row.version_id for row in rows if row.version_id is not None]
    with postgres_errors():
        versions = await RuleVersion.filter(id__in=published).only("id", "number")
    numbers = {version.id: version.number for version in versions}
    return [_item(row, people, numbers.get(row.version_id), english) for row in rows]


def _item(
    row: FileProposal, people: dict[UUID, PersonView], number: int | None, english: bool
) -> FileProposalItem:
    return FileProposalItem(
        id=row.id,
        programme=row.programme_code,
        edition=row.edition_code,
        title=row.title,
        first=row.base_version_id is None,
        state=row.state,  # type: ignore[arg-type]  # a column
        state_text=_STATES[row.state].in_language(english),
        comment=row.comment,
        proposed_by=people.get(row.proposed_by_id),
        proposed_at=row.proposed_at,
        decided_by=people.get(row.decided_by_id),
        decided_at=row.decided_at,
        reason=row.reason,
        version=number,
    )
