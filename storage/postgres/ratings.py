"""Writes of ratings, and what counts of them: only of firms that are verified, and were paid."""

from datetime import datetime
from typing import Final
from uuid import UUID

from models.tables.market import Rating
from storage.postgres.core.transaction import Tx

COUNTED: Final = """r.platform_id = p.id AND EXISTS (
    SELECT 1 FROM applications ra JOIN enterprises rf ON rf.id = ra.enterprise_id
     WHERE ra.id = r.application_id AND ra.status = 'paid' AND rf.state = 'verified'
       AND rf.id IS DISTINCT FROM p.enterprise_id)"""
"""SQL: whether the rating `r` counts for the platform `p`; what is revoked counts no more."""
RATED: Final = f"""LATERAL (
    SELECT count(*) AS ratings, coalesce(sum(r.stars), 0) AS stars FROM ratings r WHERE {COUNTED}
    ) rated"""
"""SQL: how many rate the platform `p`, and all their stars, to be joined ON true."""


async def add_rating(tx: Tx, rating: Rating) -> None:
    """A new one. The caller holds the application's row, here as below."""
    await rating.save(using_db=tx.connection, force_create=True)


async def change_rating(
    tx: Tx, rating: Rating, stars: int, words: str | None, *, by: UUID, at: datetime
) -> None:
    """When it was first told stays."""
    rating.stars, rating.words, rating.rated_by_id, rating.changed_at = stars, words, by, at
    columns = ["stars", "words", "rated_by_id", "changed_at"]
    await rating.save(using_db=tx.connection, update_fields=columns)


async def answer_rating(tx: Tx, rating: Rating, answer: str, *, by: UUID, at: datetime) -> None:
    """The platform's word, once."""
    rating.answer, rating.answered_by_id, rating.answered_at = answer, by, at
    columns = ["answer", "answered_by_id", "answered_at"]
    await rating.save(using_db=tx.connection, update_fields=columns)
