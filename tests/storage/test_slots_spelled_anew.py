"""Slots from before texts had one form get their keys in it; what was held twice stays."""

import importlib
from types import SimpleNamespace
from uuid import uuid4

import pytest
from tortoise import connections

from tests.world.application import World

MIGRATION = importlib.import_module("models.migrations.0013_compared")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("cq-2026/copay/once", "cq-2026/copay/once"),
        ("li/station/once/name=东站 a1", "li/station/once/name=东站a1"),
        ("li/loan/once/c=沪〔2026〕—1/support_year=2", "li/loan/once/c=沪(2026)-1/support_year=2"),
        ("li/loan/once/c=a∕b%2Cc", "li/loan/once/c=a%2Fb%2Cc"),
        ("li/x/once/at=2026-03-01T02:00:00+00:00", "li/x/once/at=2026-03-01T02:00:00+00:00"),
        ("li/x/once/of=b b,a", "li/x/once/of=a,bb"),
        ("li/x/once/name=东 站/sha256:0a0b", "li/x/once/name=东 站/sha256:0a0b"),
    ],
)
def test_a_key_in_its_new_spelling(before: str, after: str) -> None:
    assert MIGRATION.spelled_anew(before) == after
    assert MIGRATION.spelled_anew(after) == after


async def test_rows_are_carried_over(world: World) -> None:
    made = await (await world.sme()).submitted(await world.publish())
    for uscc, key in (
        ("A", "p/t/once/n=东 站"),
        ("B", "p/t/once/n=西 站"),
        ("B", "p/t/once/n=西站"),
    ):
        await world.fetch(
            "INSERT INTO entitlements (id, uscc, exclusion, slot, application_id, taken_at)"
            " VALUES ($1, $2, $3, 1, $4::text::uuid, now())",
            uuid4(),
            uscc,
            key,
            made["id"],
        )
    async with world.as_owner():
        await MIGRATION.spell_slots_anew(None, SimpleNamespace(client=connections.get("default")))

    rows = await world.fetch(
        "SELECT uscc, exclusion FROM entitlements WHERE uscc IN ('A', 'B') ORDER BY uscc, exclusion"
    )
    assert [tuple(row) for row in rows] == [
        ("A", "p/t/once/n=东站"),
        ("B", "p/t/once/n=西 站"),
        ("B", "p/t/once/n=西站"),
    ]
