"""A cell that cannot be read: a stable code and the reason in words."""

from models.rules.reasons import Text


class CellRefused(Exception):
    """What a cell says cannot be taken."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(code)
        self.code = code
        self.text = text
