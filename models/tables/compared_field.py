"""A column that PostgreSQL fills with another one's text in the form in which texts are compared."""

from typing import Any

from tortoise.fields import Field


class ComparedField(Field[str]):
    """`source` is the column; the form is that of `models/rules/text/compared.py`. Never written."""

    SQL_TYPE = "TEXT"
    field_type = str
    allows_generated = True

    def __init__(self, source: str, **options: Any) -> None:
        super().__init__(**options | {"generated": True})
        self.source = source
        self.GENERATED_SQL = f'GENERATED ALWAYS AS (compared("{source}")) STORED'

    def describe(self, serializable: bool) -> dict[str, Any]:
        return super().describe(serializable) | {"source": self.source}
