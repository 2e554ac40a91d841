"""Writes of award lines: what each funder gives to an application."""

from uuid import UUID

from storage.postgres.core.transaction import Tx


def set_award(application: str, amount_fen: str) -> str:
    """SQL: the government's part of an application's award; the arguments are SQL expressions."""
    return f"""
    UPDATE award_lines SET amount_fen = {amount_fen}
     WHERE application_id = {application} AND funder = 'government'
    """


async def write_award(tx: Tx, application_id: UUID, amount_fen: int) -> None:
    """The government's part, in fen; nothing where the application draws from no pool.

    The caller holds the application's row.
    """
    await tx.raw.execute(set_award("$1", "$2"), application_id, amount_fen)
