"""What reading an archive may end in, beside what the store raises."""

from models.rules.reasons import Reason


class ArchiveRefused(Exception):
    """Nothing of the archive can be used; `reason` for people."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


class FileDamaged(Exception):
    """One file of an archive does not unpack to what the directory promised; `reason` for people."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason
