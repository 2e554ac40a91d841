"""What waits at the steps of the path, what one holds, and what one has decided."""

from typing import Final

from models.rules.desk_words import DeskCode
from models.rules.labels import STAGE_WORDS
from models.tables.reviews import Review
from server.features.desk.day import DeskDay
from server.features.desk.schemas import DeskFigure, DeskLink
from server.features.programmes.published import find_edition
from server.features.reviews.case import IDLE
from server.roles import REVIEWING, Role
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.desks import Pile, list_piles

_DESKS: Final = REVIEWING | {Role.PLATFORM, Role.INSPECTOR}


async def count_reviews(desk: DeskDay) -> list[DeskFigure]:
    """By role, edition and step, those of the newest edition first."""
    if not desk.by.holds(*_DESKS):
        return []
    piles = await list_piles(desk.by.user_id, desk.today, desk.soon_on, new_since=desk.since)
    found = [await _pile(desk, pile) for pile in piles]
    back = sum(pile.came_back for pile in piles)
    if back:
        link = DeskLink("reviews", state="open")
        found.append(desk.figure("came_back", "changed", link, count=back))
    if desk.by.holds(*REVIEWING):
        found += await _own(desk)
    return found


async def _pile(desk: DeskDay, pile: Pile) -> DeskFigure:
    edition = await find_edition(pile.edition)
    title = edition.definition.edition.title if edition else None
    code = _code(desk, pile)
    label = None
    if code == "reviews":
        words = STAGE_WORDS[pile.stage]
        label = words.en if desk.english else f"待{words.zh}"
    if pile.role == Role.PLATFORM:
        link = DeskLink("clients", edition=pile.edition, stage=pile.stage)
    elif code == "notices_due":
        link = DeskLink("notices", edition=pile.edition, state="due")
    else:
        link = DeskLink("reviews", edition=pile.edition, stage=pile.stage, state="open")
    return desk.figure(
        code,
        "waiting",
        link,
        label=label,
        role=pile.role,
        edition=pile.edition,
        edition_title=title.in_language(desk.english) if title else None,
        count=pile.waiting,
        overdue=pile.overdue,
        soon=pile.soon,
        new=pile.new,
        oldest_at=pile.since,
        due_on=pile.due_on,
        amount_fen=pile.amount_fen,
    )


def _code(desk: DeskDay, pile: Pile) -> DeskCode:
    if pile.role == Role.PLATFORM:
        return "endorse"
    if pile.role == Role.EXPERT:
        # An inspector reads what waits for experts, and declares nothing.
        declares = pile.undeclared and desk.by.holds(Role.EXPERT)
        return "to_declare" if declares else "to_score"
    return "notices_due" if pile.stage == "publicity" else "reviews"


async def _own(desk: DeskDay) -> list[DeskFigure]:
    held = Review.filter(taken_by_id=desk.by.user_id, state="open", touched_at__gt=desk.now - IDLE)
    done = Review.filter(decided_by_id=desk.by.user_id, state="done", decided_at__gte=desk.since)
    with postgres_errors():
        return [
            *await desk.count("mine", "mine", DeskLink("reviews", state="mine"), held, "taken_at"),
            *await desk.count(
                "decided", "changed", DeskLink("reviews", state="done"), done, "decided_at"
            ),
        ]
