"""What waits for an authority beside reviews; inspectors read the same, districts what is theirs."""

from models.rules.workdays import Calendar
from models.tables.contents import HeldContent
from models.tables.enterprises import Dispute, Enterprise
from models.tables.notices import Notice, Objection
from models.tables.payouts import Payout
from models.tables.platforms import Payee
from models.tables.programmes import Edition
from models.tables.proposals import FileProposal
from models.tables.reviews import Appeal
from server.features.desk.day import DeskDay
from server.features.desk.schemas import DeskFigure, DeskLink
from server.features.held.access import held_within
from server.features.identity.scope import Scope
from server.features.notices.access import notices_within
from server.features.notices.due import due_of
from server.features.payees.access import payees_within
from server.features.payouts.payable import sum_payable
from server.roles import READING_EDITIONS, READING_FIRMS
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.without_officer import sum_without_officer


async def count_firms(desk: DeskDay) -> list[DeskFigure]:
    """Firms that nobody has checked, and disputes over them."""
    scope = Scope.of(desk.by, *READING_FIRMS)
    if not scope.grants:
        return []
    disputes = Dispute.filter(scope.disputes(), state="open")
    firms = Enterprise.filter(scope.firms(), state="claimed")
    with postgres_errors():
        return [
            *await desk.count(
                "disputes", "waiting", DeskLink("disputes", state="open"), disputes, "raised_at"
            ),
            *await desk.count("firms", "waiting", DeskLink("firms"), firms, "created_at"),
        ]


async def count_office(desk: DeskDay, calendar: Calendar) -> list[DeskFigure]:
    """What whoever answers for whole editions has to see to."""
    scope = Scope.of(desk.by, *READING_EDITIONS)
    if not scope.grants:
        return []
    roles = READING_EDITIONS
    objections = Objection.filter(notices_within(desk.by, *roles, prefix="notice__"), state="open")
    appeals = Appeal.filter(scope.applications("application__"), state="open")
    payees = Payee.filter(
        payees_within(desk.by, *roles), state="unverified", proposed=False, replaced_at__isnull=True
    )
    held = HeldContent.filter(held_within(desk.by, *roles), state="waiting")
    payouts = Payout.filter(scope.editions("edition__"), state="open")
    opened = "open"
    with postgres_errors():
        return [
            *await desk.count(
                "objections",
                "waiting",
                DeskLink("objections", state=opened),
                objections,
                "raised_at",
            ),
            *await desk.count(
                "appeals", "waiting", DeskLink("appeals", state=opened), appeals, "raised_at"
            ),
            *await desk.count(
                "payees", "waiting", DeskLink("payees", state="unverified"), payees, "created_at"
            ),
            *await desk.count(
                "held_contents",
                "waiting",
                DeskLink("held_contents", state="waiting"),
                held,
                "held_at",
            ),
            *await desk.count(
                "payouts", "waiting", DeskLink("payouts", state=opened), payouts, "created_at"
            ),
            *await _files(desk, scope),
            *await _payable(desk, scope),
            *await _unheld(desk, scope),
            *await _notices(desk, calendar),
        ]


async def _files(desk: DeskDay, scope: Scope) -> list[DeskFigure]:
    """What somebody else proposed, as nobody publishes their own."""
    found = FileProposal.filter(scope.file_proposals(), state="proposed")
    others = found.exclude(proposed_by_id=desk.by.user_id)
    link = DeskLink("file_proposals")
    return await desk.count("files_proposed", "waiting", link, others, "proposed_at")


async def _payable(desk: DeskDay, scope: Scope) -> list[DeskFigure]:
    editions = [one.code for one in await Edition.filter(scope.editions()).only("code")]
    found = await sum_payable(editions)
    return [
        desk.figure(
            "payable",
            "waiting",
            DeskLink("payouts", edition=one.edition, state="payable"),
            edition=one.edition,
            count=one.count,
            amount_fen=one.amount_fen,
        )
        for one in found
    ]


async def _unheld(desk: DeskDay, scope: Scope) -> list[DeskFigure]:
    editions = None
    if not scope.is_unlimited:
        editions = [one.code for one in await Edition.filter(scope.editions()).only("code")]
    found = await sum_without_officer(editions)
    if not found.count:
        return []
    link = DeskLink("without_officer")
    return [
        desk.figure("without_officer", "waiting", link, count=found.count, oldest_at=found.since)
    ]


async def _notices(desk: DeskDay, calendar: Calendar) -> list[DeskFigure]:
    """Those that run; overdue are those whose days are over."""
    running = await Notice.filter(notices_within(desk.by, *READING_EDITIONS), state="open")
    if not running:
        return []
    ends = sorted(due_of(notice, calendar).on for notice in running)
    return [
        desk.figure(
            "notices_running",
            "running",
            DeskLink("notices", state="open"),
            count=len(ends),
            overdue=sum(end < desk.today for end in ends),
            soon=sum(desk.today <= end <= desk.soon_on for end in ends),
            due_on=ends[0],
        )
    ]
