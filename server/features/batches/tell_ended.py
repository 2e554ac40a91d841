"""Tells a platform that its batch is done, or stopped with a reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from server.features.batches.batch_at_hand import BatchAtHand
from server.features.batches.row_at_hand import count_rows
from server.features.batches.row_problems import RowProblem
from server.features.messages.events.of_clients import BATCH_DONE, BATCH_FAILED
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_platform
from storage.postgres.core.transaction import Tx


async def tell_ended(
    tx: Tx,
    batch: BatchAtHand,
    state: Literal["done", "failed"],
    problems: Sequence[RowProblem],
    *,
    now: datetime,
) -> None:
    """Each ending once: one that was resumed ends again. Of many problems the first is said."""
    counts = await count_rows(batch.id, tx=tx)
    facts: dict[str, Fact] = {"created_at": batch.created_at, "filed": counts.accepted}
    if state == "done":
        facts |= {"rows": batch.rows}
        facts |= {"rejected": counts.rejected} if counts.rejected else {}
    elif problems:
        text = problems[0].text
        facts |= {"problem": text.zh.rstrip("。"), "problem_en": text.en.rstrip(".")}
    await tell_platform(
        tx,
        batch.platform_id,
        BATCH_DONE if state == "done" else BATCH_FAILED,
        key=f"batch:{batch.id}:{now.isoformat()}",
        at=now,
        facts=facts,
    )
