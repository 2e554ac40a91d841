"""Masks stored before a third was the most are shortened: accounts, and numbers of abroad."""

import importlib

import pytest

from tests.world.application import World

MIGRATION = importlib.import_module("models.migrations.0012_masks").Migration


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("payees", "6222****0123", "********0123"),
        ("payees", "****5678", "******78"),
        ("payees", "****", "****"),
        ("payees", "***************0123", "***************0123"),
        ("users", "138****1234", "138****1234"),
        ("users", "207***4567", "*******567"),
        ("users", "+44********67", "+44********67"),
        ("users", None, None),
    ],
)
async def test_stored_masks(world: World, table: str, old: str | None, new: str | None) -> None:
    owner = await world.sme()
    firm = await owner.enterprise()
    given = {"name": firm["name"], "bank": "示例银行", "account": "6222021234567890123"}
    (await owner.put(f"/enterprises/{firm['id']}/payee", given)).ok()
    column, key, whose = {
        "payees": ("account_masked", "enterprise_id", firm["id"]),
        "users": ("phone_masked", "id", owner.user["id"]),
    }[table]
    await world.fetch(f"UPDATE {table} SET {column} = $2 WHERE {key} = $1::text::uuid", whose, old)
    for operation in MIGRATION.operations:
        await world.fetch(operation.sql)
    (row,) = await world.fetch(
        f"SELECT {column} AS shown FROM {table} WHERE {key} = $1::text::uuid", whose
    )
    assert row["shown"] == new
