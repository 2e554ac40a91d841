"""Many of one platform's applications in an edition's last hours are flagged at each of them."""

from datetime import UTC, datetime, timedelta

import pytest

from models.rules.burst import COUNTED, COUNTED_BEFORE, LEAST, TIMES, is_burst
from tests.features.reviews.seen_flags import seen_by
from tests.world.application import World
from tests.world.review_steps import endorse
from tests.world.written_columns import written_columns


@pytest.mark.parametrize(
    ("late", "before", "expected"),
    [
        (LEAST - 1, 0, False),
        (LEAST, 0, True),
        (LEAST, LEAST * 14 // TIMES, True),
        (LEAST, LEAST * 14 // TIMES + 1, False),
        (10 * LEAST, 280, True),
        (COUNTED, COUNTED_BEFORE - 1, True),
        (COUNTED, COUNTED_BEFORE, False),
    ],
)
def test_a_burst_is_many_and_more_than_before(late: int, before: int, expected: bool) -> None:
    assert is_burst(late, before) is expected


async def test_the_last_hours_of_an_edition(world: World) -> None:
    edition = await world.publish()
    application = await (await world.sme()).submitted(edition)
    (await endorse(world, application)).ok()
    auditor = await world.staff("auditor")

    # Twenty more of the same platform, in a minute.
    columns = await written_columns(world, "applications")
    copied = {
        "id": "gen_random_uuid()",
        "number": "a.number || '-' || g",
        "enterprise_id": "NULL",
        "contract_no": "NULL",
    }
    values = ", ".join(
        copied.get(name.strip('"'), f"a.{name.strip()}") for name in columns.split(", ")
    )
    await world.fetch(
        f"INSERT INTO applications ({columns}) SELECT {values}"
        "  FROM applications a, generate_series(1, 20) g WHERE a.id::text = $1",
        application["id"],
    )
    try:
        assert "burst" not in await seen_by(auditor, application, "audit")
        soon = datetime.now(UTC) + timedelta(hours=1)
        await world.fetch("UPDATE editions SET closes_at = $2 WHERE code = $1", edition, soon)
        assert (await seen_by(auditor, application, "audit"))["burst"]["refs"] == ["21", "0"]
        await world.fetch(
            "UPDATE applications SET submitted_at = now() - interval '3 days'"
            " WHERE edition_id = $1 AND number LIKE '%-%' AND enterprise_id IS NULL",
            edition,
        )
        assert "burst" not in await seen_by(auditor, application, "audit")
    finally:
        await world.fetch(
            "DELETE FROM applications WHERE edition_id = $1 AND enterprise_id IS NULL", edition
        )
