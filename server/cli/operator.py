"""Who types a command: the machine's own user, whom the audit names."""

import os
import pwd

from server.features.identity.operator import OperatorAct


def act_of(reason: str | None) -> OperatorAct:
    """The act of whoever is logged in; behind sudo, of whoever called that."""
    return OperatorAct(_user(), reason)


def _user() -> str:
    uid = os.getuid()
    caller = os.environ.get("SUDO_USER", "")
    if uid == 0 and caller:
        return caller[:64]
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:  # a container's user without a name
        return f"uid {uid}"
