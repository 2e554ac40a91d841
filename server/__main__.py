"""`python -m server`: the operators' commands, and `up` and `demo` where `standalone` lies beside it."""

import sys
from importlib import import_module
from importlib.util import find_spec

from server.cli.main import AddCommand, main


def _more_commands() -> tuple[AddCommand, ...]:
    """By name, so that nothing of the server needs what its production processes never load."""
    if sys.argv[1:2] in (["serve"], ["worker"]) or not find_spec("standalone"):
        return ()
    found: tuple[AddCommand, ...] = import_module("standalone.commands").COMMANDS
    return found


if __name__ == "__main__":
    main(*_more_commands())
