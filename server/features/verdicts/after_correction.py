"""What follows a correction: a new receipt, and the people of the firm are told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from models.rules.money import yuan
from models.rules.reasons import Text
from models.rules.wording import moment_in_words
from server.edge.receipts import Signer
from server.edge.web.field_labels import LABELS
from server.features.applications.receipt import issue_receipt
from server.features.messages.events.of_applications import CORRECTED
from server.features.messages.tell import tell_members
from storage.postgres.core.transaction import Tx
from storage.postgres.jobs.enqueue import Job

_STANDS: Final = """
SELECT EXISTS (SELECT 1 FROM claims
                WHERE application_id = $1 AND live AND locked_at IS NULL AND later_at > 'epoch')
"""
_IN_LINE: Final = Text(
    "排队先后按更正后的时间计算；新的回执和最新位置请看“我的申请”。",
    "The line goes by the corrected times; see “My applications” for the new receipt and your place.",
)
_OUTSIDE: Final = Text("新的回执请看“我的申请”。", "See “My applications” for the new receipt.")
_CORRECTED: Final = ("signed_at", "paid_at", "paid_fen")


async def after_correction(
    tx: Tx,
    application_id: UUID,
    changed: Mapping[str, Mapping[str, object]],
    *,
    reason: str | None,
    signer: Signer,
    now: datetime,
) -> list[Job]:
    """Call it after the audit line; `changed` is what `correct_values` gave. Messages to enqueue."""
    if not changed:
        return []
    await issue_receipt(tx, application_id, signer=signer, now=now)
    issued = await tx.raw.fetchval(
        "SELECT count(*) FROM receipts WHERE application_id = $1", application_id
    )
    effect = _IN_LINE if await tx.raw.fetchval(_STANDS, application_id) else _OUTSIDE
    words = [_words(changed, name) for name in _CORRECTED if name in changed]
    return await tell_members(
        tx,
        application_id,
        CORRECTED,
        key=f"corrected:{application_id}:{issued}",
        at=now,
        facts={
            "changes": "、".join(text.zh for text in words),
            "changes_en": ", ".join(text.en for text in words),
            "reason": reason or "",
            "effect": effect.zh,
            "effect_en": effect.en,
        },
    )


def _words(changed: Mapping[str, Mapping[str, object]], name: str) -> Text:
    """`交费时间为 2026年11月2日 09:30`; the end of a day is shown as the day."""
    label, new = LABELS[name], changed[name]["new"]
    if isinstance(new, int):
        return Text(f"{label.zh}为 {yuan(new)} 元", f"{label.en}: {yuan(new)} yuan")
    if not isinstance(new, datetime):
        raise TypeError(f"{name} is a moment or an amount")
    shown = moment_in_words(new)
    return Text(f"{label.zh}为 {shown.zh}", f"{label.en}: {shown.en}")
