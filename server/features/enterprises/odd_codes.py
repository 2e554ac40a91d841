"""Codes on record whose check character is wrong, as some registries gave them before 2016."""

from collections.abc import Iterable

from models.rules.reasons import Reason
from models.rules.uscc import check_uscc, normalise_uscc
from models.tables.enterprises import Enterprise
from storage.postgres.core.transaction import Tx, postgres_errors


async def codes_on_licence(
    codes: Iterable[str], *, confirmed: bool = False, tx: Tx | None = None
) -> frozenset[str]:
    """Those, normalised, under which a firm is here though only their check character is wrong.

    `confirmed`: only those that a reviewer compared with the licence. Reads nothing where every
    code is right.
    """
    odd = {code for code in map(normalise_uscc, codes) if _is_odd(check_uscc(code))}
    if not odd:
        return frozenset()
    bases = ("confirmed",) if confirmed else ("confirmed", "stated")
    query = Enterprise.filter(uscc__in=sorted(odd), code_basis__in=bases)
    with postgres_errors():
        found = await (query if tx is None else query.using_db(tx.connection))
    return frozenset(firm.uscc for firm in found)


async def find_code_problem(
    code: str, field: str = "uscc", *, tx: Tx | None = None
) -> Reason | None:
    """Why a code is none, as people typed it; a firm that is here under it makes it one."""
    known = await codes_on_licence([code], tx=tx)
    return check_uscc(normalise_uscc(code), field, on_licence=known)


def _is_odd(reason: Reason | None) -> bool:
    return reason is not None and reason.code == "checksum"
