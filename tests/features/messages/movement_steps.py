"""Two firms at the edge of the money, and what they have been told of their movement."""

from tests.features.messages.conftest import Told

MOVED = "application.moved"


async def pair(told: Told) -> tuple[Told, Told]:
    """Two firms in a line with money for one; the first is within the budget."""
    award_fen = told.application["award_fen"]
    edition = await told.world.publish(budget_fen=award_fen + award_fen // 2)
    firms = []
    for _ in range(2):
        person = await told.world.sme()
        application = await person.submitted(edition)
        firms.append(Told(told.world, person, application, told.dsn))
    return firms[0], firms[1]


async def told_state(told: Told) -> str | None:
    rows = await told.world.fetch(
        "SELECT told_state FROM claims WHERE application_id = $1", told.id
    )
    return rows[0]["told_state"] if rows else None
