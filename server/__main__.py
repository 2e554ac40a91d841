"""`python -m server`: the operators' commands, and `up` and `demo` where `standalone` lies beside it."""

from importlib import import_module
from importlib.util import find_spec

from server.cli.main import main

if __name__ == "__main__":
    # By name, so that nothing of the server needs what production does not load.
    standalone = import_module("standalone.commands") if find_spec("standalone") else None
    main(*(standalone.COMMANDS if standalone else ()))
