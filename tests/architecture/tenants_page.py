"""docs/tenants.md: whose every record is, from `models/tenants.py`."""

from pathlib import Path

from models.tenants import ROOTS, TENANTS, Tenant

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tenants.md"
_HEAD = """# Whose is it

Every record belongs to somebody from its first moment, by a column that is never empty
(docs/adr/0025). This page is written from `models/tenants.py` by
`python -m tests.architecture.tenants_page`; a table without a line fails a test.

In the end a record belongs to

"""
_TABLE = """
| table | belongs to | who may act on it |
|---|---|---|
"""


def page() -> str:
    roots = "".join(f"- **{name}**: {meaning};\n" for name, meaning in ROOTS.items())
    rows = "".join(
        f"| `{name}` | {' → '.join(_steps(tenant))} | {tenant.acts} |\n"
        for name, tenant in TENANTS.items()
    )
    return _HEAD + roots + _TABLE + rows


def _steps(tenant: Tenant) -> list[str]:
    """Every column on the way, and whom it ends in."""
    column = tenant.column
    if tenant.or_else is not None:
        return [f"`{column}` → {tenant.parent}, or `{tenant.or_else[1]}` → {tenant.or_else[0]}"]
    before = [] if column is None else [f"`{column}`"]
    parent = TENANTS.get(tenant.parent)
    return [*before, *([tenant.parent] if parent is None else _steps(parent))]


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
