"""Keeps the search text of a platform in step with its name, summary and plans."""

from models.tables.platforms import Plan, Platform
from storage.postgres.core.text_search import tsvector_of
from storage.postgres.core.transaction import Tx

_WRITE = "UPDATE platforms SET search = $2::text::tsvector WHERE id = $1"


async def reindex(tx: Tx, platform: Platform) -> None:
    """Write the search text; called in the transaction of every change, under the row's lock."""
    offered = Plan.filter(platform_id=platform.id, withdrawn_at__isnull=True)
    plans = await offered.using_db(tx.connection).order_by("id")
    texts = [platform.name, platform.summary, *(plan.title for plan in plans)]
    await tx.raw.execute(_WRITE, platform.id, tsvector_of(texts))
