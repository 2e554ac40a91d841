"""The migrations say what the tables say."""

from storage.postgres.core.migrate import unwritten_changes


async def test_no_change_of_a_table_lacks_its_migration() -> None:
    assert await unwritten_changes() == []
