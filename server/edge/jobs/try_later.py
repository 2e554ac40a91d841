"""What a job raises to be run later: no failure, and no attempt is counted."""

from datetime import timedelta


class TryLater(Exception):
    """Run the job again after `after`, however often it has been tried."""

    def __init__(self, after: timedelta, why: str) -> None:
        super().__init__(why)
        self.after = after
