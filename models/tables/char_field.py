"""A column of texts up to a length; what is longer is not in it, and may be looked for all the same."""

from typing import Any, Literal, TypeVar, overload

from tortoise import fields

Held = TypeVar("Held", str, str | None)


# Named as Tortoise's own, so that tables and migrations say the same.
class CharField(fields.CharField[Held]):
    """`varchar(max_length)`.

    Tortoise measures at look-ups too and raises, with the value in its message. Here PostgreSQL alone
    holds what is written to the length; whoever looks for more than a column can hold finds nothing.
    """

    @overload
    def __init__(
        self: "CharField[str]", max_length: int, *, null: Literal[False] = False, **options: Any
    ) -> None: ...
    @overload
    def __init__(
        self: "CharField[str | None]", max_length: int, *, null: Literal[True], **options: Any
    ) -> None: ...
    def __init__(self, max_length: int, **options: Any) -> None:
        super().__init__(max_length, **options)  # type: ignore[misc]  # overloaded for str and str | None only
        self.validators.clear()
