"""The ways in which a child ends without an answer: by the file's fault, or perhaps by another's."""

from storage.errors import StoreUnavailable


class ReadingFailed(Exception):
    """The file made its reader crash or fail."""


class TooMuchAsked(ReadingFailed):
    """The file asks for more processor time, memory or words than its reader may use up."""


class ReadingUnended(StoreUnavailable):
    """The reader did not end in time, or was ended from outside.

    It may be the machine's fault, so the next time may be better; but not time after time.
    """

    def __init__(self) -> None:
        super().__init__("files", "the reading of a file did not end")
