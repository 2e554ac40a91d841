"""Keeps the search text of a platform in step with its name, summary and plans."""

from models.tables.platforms import Plan, Platform
from storage.postgres.core.transaction import Tx
from storage.postgres.platforms import set_search_text


async def reindex(tx: Tx, platform: Platform) -> None:
    """Write the search text; called in the transaction of every change, under the row's lock."""
    offered = Plan.filter(platform_id=platform.id, withdrawn_at__isnull=True)
    plans = await offered.using_db(tx.connection).order_by("id")
    texts = [platform.name, platform.summary, *(plan.title for plan in plans)]
    await set_search_text(tx, platform.id, texts)
