"""`python -m server` without the lock test: every claim that is passed is locked, whoever stands before.

Only for the controls that show what the lock test and the guard are good for; the product itself
has no switch for it.
"""

from server.cli.main import main
from storage.postgres.money import lock
from storage.postgres.money.held_line import Ahead, HeldPool


def _grant_everything(pool: HeldPool, ahead: Ahead, amount_fen: int, places: int) -> int:
    return amount_fen


def without_lock_test() -> None:
    """Raises LookupError if the product decides somewhere else by now."""
    if not hasattr(lock, "_granted"):
        raise LookupError("the lock test has moved; this control must follow it")
    lock._granted = _grant_everything


if __name__ == "__main__":
    without_lock_test()
    main()
