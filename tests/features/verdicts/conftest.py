"""What bulk decisions read, and how many they take together."""

from typing import Any

import pytest

from server.features.verdicts import bulk_chunks
from storage.postgres.core.transaction import Tx
from storage.postgres.money import lock as lock_module
from storage.postgres.money.held_line import read_ahead


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many claims each reading of the line was for."""
    found: list[int] = []

    async def counted(tx: Tx, pool: Any, claim_ids: list[Any]) -> Any:
        found.append(len(claim_ids))
        return await read_ahead(tx, pool, claim_ids)

    monkeypatch.setattr(lock_module, "read_ahead", counted)
    return found


@pytest.fixture
def two_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_chunks, "TOGETHER", 2)
