"""Files one row: firm, application, papers, submission, endorsement, all in the caller's transaction."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from models.rules.evidence import check_kind
from models.rules.line.ranking import RankedClaim
from models.rules.places.own import OwnPlaces
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import TrackTerms
from models.rules.workdays import Calendar
from models.tables.evidence import Evidence
from server.clock import Clock
from server.edge.receipts import Signer
from server.edge.web.auth import Identity
from server.errors import Invalid, NotFound
from server.features.applications.bodies import NewApplication
from server.features.applications.file_for_firm import Begun, Filing, begin_filed, hand_in_filed
from server.features.batches.filed_row import FiledRow
from server.features.batches.firm_of_row import Filer, firm_of_row
from server.features.batches.papers import TakenPaper
from server.features.programmes.published import PublishedEdition
from server.features.verdicts.endorse_filed import endorse_filed
from server.features.verdicts.outcome import Outcome
from server.roles import Role
from storage.files.names import evidence_name
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx
from storage.postgres.evidence import add_evidence
from storage.postgres.invoices import keep_invoice

# What an owner handed in through this platform under the same contract is in as well.
_ALREADY_IN = """
SELECT a.id, a.number, a.status = 'returned' AS returned
  FROM applications a JOIN enterprises e ON e.id = a.enterprise_id
 WHERE e.uscc = $1 AND a.edition_id = $2 AND a.track = $3 AND a.platform_id = $4
   AND a.status IN ('in_review', 'returned', 'approved', 'payable', 'paid')
   AND a.contract_compared IS NOT DISTINCT FROM compared($5)
 ORDER BY a.submitted_at LIMIT 1
"""

# An open word of the firm's own: under another contract it may be asked again.
_REFUSED = """
SELECT a.id, a.number FROM applications a JOIN enterprises e ON e.id = a.enterprise_id
 WHERE e.uscc = $1 AND a.edition_id = $2 AND a.track = $3 AND a.platform_id = $4
   AND a.refused_at IS NOT NULL
   AND a.contract_compared IS NOT DISTINCT FROM compared($5)
 ORDER BY a.refused_at DESC LIMIT 1
"""

_OUT_OF_SCOPE = Text(
    "提交这一批的账号不办理这个区的申请，请换用有权限的账号提交",
    "The account that handed this in does not act for this district; use one that does",
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What every row of a batch is filed by: the platform's person, the rules, the time."""

    edition: PublishedEdition
    track: TrackTerms
    platform_id: UUID
    by: Identity
    own: OwnPlaces
    clock: Clock
    signer: Signer
    calendar: Calendar

    def filing(self, now: datetime) -> Filing:
        return Filing(self.edition, self.track, self.by.user_id, now, self.signer, self.calendar)

    def filer(self, now: datetime) -> Filer:
        return Filer(self.platform_id, self.by.user_id, self.own, now)


@dataclass(frozen=True, slots=True)
class RowToFile:
    """A row with its papers, which lie in the store; the application takes the row's id."""

    id: UUID
    filed: FiledRow
    papers: Sequence[TakenPaper]


@dataclass(frozen=True, slots=True)
class Filed:
    """Its claim as it is to be ranked after the commit, if it has one; what is worth knowing of it."""

    placed: tuple[UUID, RankedClaim] | None
    notes: Sequence[Reason] = ()


class AlreadyIn(Exception):
    """The firm's application through this platform, for this contract, is under way or decided.

    `returned`: it was sent back and waits for its corrections.
    """

    def __init__(self, application_id: UUID, number: str, *, returned: bool) -> None:
        super().__init__(number)
        self.application_id = application_id
        self.number = number
        self.returned = returned


class _Known(msgspec.Struct, frozen=True):
    id: UUID
    number: str
    returned: bool = False


async def file_row(tx: Tx, row: RowToFile, desk: Desk) -> Filed:
    """Raises AlreadyIn, Invalid (`refused_by_firm`), and what submitting and endorsing it raise."""
    now, filed = desk.clock.now(), row.filed
    await refuse_already_in(filed, desk, tx=tx)
    await _refuse_refused(tx, filed, desk)
    firm, notes = await firm_of_row(tx, filed, desk.filer(now))
    # Who held the firm's row until now may have been filing this very contract.
    await refuse_already_in(filed, desk, tx=tx)
    command = NewApplication(
        edition=desk.edition.code,
        track=desk.track.code,
        enterprise_id=firm.id,
        platform_id=desk.platform_id,
        plan_id=filed.plan_id,
        facts=filed.facts,
    )
    filing = desk.filing(now)
    begun = await begin_filed(tx, filing, firm, command, filed.stated(), application_id=row.id)
    problems = (*begun.problems, *_papers_problems(row, desk))
    await _add_papers(tx, row, desk, now)
    written = await hand_in_filed(tx, filing, Begun(begun.application, problems))
    outcome = await _endorsed(tx, row.id, desk, now)
    if outcome is not None and outcome.placed is not None:
        return Filed(outcome.placed, notes)
    placed = written.placed
    return Filed(None if placed is None else (placed.pool_id, placed.claim), notes)


async def _endorsed(tx: Tx, application_id: UUID, desk: Desk, now: datetime) -> Outcome | None:
    try:
        return await endorse_filed(tx, application_id, by=desk.by, now=now, calendar=desk.calendar)
    except NotFound as beyond:
        raise Invalid(errors=[Reason("district", "out_of_scope", _OUT_OF_SCOPE)]) from beyond


async def refuse_already_in(filed: FiledRow, desk: Desk, *, tx: Tx | None = None) -> None:
    """Raises AlreadyIn."""
    known = await find_row(_Known, _ALREADY_IN, *_contract(filed, desk), tx=tx)
    if known is not None:
        raise AlreadyIn(known.id, known.number, returned=known.returned)


async def _refuse_refused(tx: Tx, filed: FiledRow, desk: Desk) -> None:
    """A firm that said no is not asked again and again. Raises Invalid."""
    known = await find_row(_Known, _REFUSED, *_contract(filed, desk), tx=tx)
    if known is not None:
        raise Invalid(errors=[Reason("contract_no", "refused_by_firm", _said_no(known.number))])


def _contract(filed: FiledRow, desk: Desk) -> tuple[object, ...]:
    edition, track = desk.edition.code, desk.track.code
    return (filed.uscc, edition, track, desk.platform_id, filed.contract_no)


def _said_no(number: str) -> Text:
    return Text(
        f"这家企业否认过这份合同的申请（受理编号 {number}），不能再代为提交；如有误会，请由企业自行申请",
        f"The firm has refused {number}, which was filed for this contract; if that is a mistake, let"
        " the firm apply itself",
    )


def _papers_problems(row: RowToFile, desk: Desk) -> list[Reason]:
    held: Counter[str] = Counter()
    problems = []
    for paper in row.papers:
        reason = check_kind(desk.track.materials, paper.kind, held)
        if reason is not None:
            field = f"evidence.{paper.kind}"
            problems.append(Reason(field, reason.code, reason.text, reason.cite))
        held[paper.kind] += 1
    return problems


async def _add_papers(tx: Tx, row: RowToFile, desk: Desk, now: datetime) -> None:
    lines = []
    for paper in row.papers:
        evidence = Evidence(
            id=paper.id,
            application_id=row.id,
            kind=paper.kind,
            name=paper.name,
            size=paper.size,
            content_type=paper.content_type,
            sha256=paper.sha256,
            object_name=evidence_name(row.id, paper.id),
            uploaded_by_id=desk.by.user_id,
            uploaded_at=now,
            state="checked",
            checked_at=now,
            pages=paper.pages,
            page_sha256=paper.page_sha256,
            previews=paper.previews,
            payer_account_index=paper.payer_account_index,
        )
        await add_evidence(tx, evidence)
        await keep_invoice(tx, paper.id, paper.invoice, at=now)
        detail = {"evidence": str(paper.id), "kind": paper.kind, "sha256": paper.sha256}
        who = (now, desk.by.user_id, Role.PLATFORM)
        lines.append(AuditEntry("application", row.id, *who, "evidence_added", detail))
    await write_audit(tx, *lines)
