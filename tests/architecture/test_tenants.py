"""Whose a record is stands in a column that is never empty, for every table there is."""

import importlib
import inspect

from tortoise.models import Model

from models.tables import MODULES
from models.tenants import ROOTS, TENANTS
from server.features.accounts.held import HELD, NOT_HELD
from storage.postgres.erasure import FORGOTTEN, KEPT
from tests.architecture.tenants_page import PAGE, page

# Made by the library of jobs, and by us in SQL.
WITHOUT_MODEL = {"pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics"}
TABLES = {
    found._meta.db_table: found
    for module in MODULES
    for _, found in inspect.getmembers(importlib.import_module(module), inspect.isclass)
    if issubclass(found, Model) and found is not Model and found.__module__ == module
}


def empty_column(table: str, column: str) -> bool:
    """Whether the column may be empty; a KeyError for one that there is not."""
    fields = TABLES[table]._meta.fields_map
    return (fields.get(column) or fields[column.removesuffix("_id")]).null


def test_every_table_has_its_line() -> None:
    known = {*TENANTS, *ROOTS}
    assert set(TABLES) - known == set(), "say in models/tenants.py whose its rows are"
    assert set(TENANTS) - set(TABLES) == WITHOUT_MODEL
    assert not set(TENANTS) & set(ROOTS)


def test_the_column_is_there_and_never_empty() -> None:
    assert len(TABLES) > 50
    for table, tenant in TENANTS.items():
        if tenant.column is None:
            assert tenant.parent in ("installation", "everywhere"), table
        elif tenant.or_else is None:
            assert not empty_column(table, tenant.column), table
        else:
            both = f"num_nonnulls({tenant.or_else[1]}, {tenant.column}) = 1"
            checks = [getattr(one, "check", "") for one in TABLES[table]._meta.constraints]
            assert both in checks, table


def test_every_path_ends_in_somebody() -> None:
    for table in TENANTS:
        seen, at = set(), table
        while at not in ROOTS:
            assert at not in seen, f"{table} goes round"
            seen.add(at)
            at = TENANTS[at].parent


def test_places_and_the_firm_s_are_never_empty() -> None:
    for table, column in (
        ("programmes", "city"),
        ("enterprises", "registered_city"),
        ("enterprises", "district"),
        ("disputes", "city"),
        ("disputes", "district"),
    ):
        assert not empty_column(table, column), (table, column)
    assert empty_column("programmes", "district"), "the test itself sees what may be empty"


def test_what_is_a_person_s_goes_with_them_or_says_why_not() -> None:
    of_persons = {table for table, tenant in TENANTS.items() if tenant.parent == "users"}
    assert of_persons == {*FORGOTTEN, *KEPT}, (
        "say in storage/postgres/erasure.py what becomes of it"
    )
    assert not set(FORGOTTEN) & set(KEPT)
    assert all(TENANTS[table].column == "user_id" for table in FORGOTTEN)


def test_what_is_held_of_a_person_is_in_their_export_or_says_why_not() -> None:
    of_persons = {table for table, tenant in TENANTS.items() if tenant.parent == "users"}
    assert of_persons - {*HELD, *NOT_HELD} == set(), "a file in server/features/accounts/held.py"


def test_the_page_is_what_the_table_says() -> None:
    assert PAGE.read_text("utf-8") == page(), "python -m tests.architecture.tenants_page"
