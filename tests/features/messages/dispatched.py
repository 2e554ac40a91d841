"""What tests of letters and of texts by SMS ask alike: what became of each, and when a night ends."""

from datetime import datetime
from uuid import UUID

from models.rules.quiet_hours import QuietHours
from server.clock import SHANGHAI
from server.ports import Ports
from tests.features.messages.conftest import Told

REJECTED = "application.rejected"
RETURNED = "application.returned"


async def ways(told: Told, channel: str = "mail") -> list[tuple[str, str | None]]:
    rows = await told.world.fetch(
        "SELECT d.state, d.reason FROM dispatches d JOIN notifications n ON n.id = d.notification_id"
        " WHERE d.user_id = $1 AND d.channel = $2 ORDER BY n.created_at, n.id",
        UUID(told.person.user["id"]),
        channel,
    )
    return [(row["state"], row["reason"]) for row in rows]


def quiet_end(quiet: QuietHours, ports: Ports) -> datetime:
    end = quiet.end(ports.clock.now().astimezone(SHANGHAI))
    assert end is not None
    return end
