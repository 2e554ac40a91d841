"""Writes what experts declare about conflicts of interest."""

from models.tables.scores import ConflictDeclaration
from storage.postgres.core.transaction import Tx


async def save_declaration(tx: Tx, declaration: ConflictDeclaration) -> None:
    """New or declared again. The caller holds the application's row."""
    await declaration.save(using_db=tx.connection)
