"""Writes stand in storage, rows have types, classes and variables have names of their own."""

import pytest

from tests.architecture.borders import (
    COUNTED,
    find_named_it,
    find_row_keys,
    find_untyped_rows,
    public_classes,
)
from tests.architecture.remaining import REMAINING
from tests.architecture.writes import find_writes

_IMPORT = "from models.tables.notices import Notice\n"


@pytest.mark.parametrize("rule", COUNTED)
def test_what_is_against_a_rule_only_shrinks(rule: str) -> None:
    found, allowed = COUNTED[rule](), REMAINING[rule]

    grown = {key: count for key, count in found.items() if count > allowed.get(key, 0)}
    assert grown == {}, f"more than {rule} allows; mend it where it was added"
    mended = {key: count for key, count in allowed.items() if count > found.get(key, 0)}
    assert mended == {}, "mended: run `python -m tests.architecture.borders` to tighten the table"


@pytest.mark.parametrize(
    "planted",
    [
        'SQL = "INSERT INTO notices (id) VALUES ($1)"',
        'SQL = "UPDATE notices SET state = $1"',
        'SQL = "UPDATE payout_items i SET live = false FROM payout_lines l"',
        'SQL = f"UPDATE {table} AS t SET {column} = $1"',
        'SQL = f"WITH old AS (SELECT 1) DELETE FROM notices WHERE {WHERE}"',
        "async def f(tx): await Notice.create(id=1, using_db=tx.connection)",
        "async def f(): await Notice.filter(id=1).update(state='open')",
        "async def f():\n    mine = Notice.filter(id=1)\n    open = mine\n    await open.delete()",
        "async def f(notice: Notice) -> None: await notice.delete()",
        "async def f(read):\n    notice = await read()\n    await notice.save()",
        "async def f(tx, rows): await rows.using_db(tx.connection).update(state='open')",
        "async def f(rows): await Row.bulk_create(rows)",
        "async def f():\n    for notice in await Notice.all():\n        await notice.delete()",
    ],
)
def test_a_planted_write_is_found(planted: str) -> None:
    assert len(find_writes(_IMPORT + planted)) == 1


@pytest.mark.parametrize(
    "innocent",
    [
        '"""INSERT INTO is what this module does not do."""',
        'SQL = "SELECT id FROM notices ORDER BY id FOR NO KEY UPDATE OF notices"',
        'TEXT = "Delete from the list what you do not need, then update it"',
        "def f(given, more): given.update(more)",
        "async def f(bucket, name): await bucket.delete(name)",
        "async def f(cache, key): await cache.delete(key)",
        "def f(digest, chunk): digest.update(chunk)",
        "def f(image, target): image.save(target)",
        "@routes.delete('/session')\nasync def f(request): ...",
        "async def f():\n    found = await Notice.filter(id=1)\n    names = {}\n    names.update(a=1)",
    ],
)
def test_what_only_looks_like_a_write_is_not_found(innocent: str) -> None:
    assert find_writes(_IMPORT + innocent) == []


@pytest.mark.parametrize(
    ("code", "keys", "untyped"),
    [
        ('def f(row: Any) -> int:\n    return row["id"]', 1, 1),
        ('def f(rows: list[dict[str, Any]]) -> int:\n    return rows[0]["id"]', 1, 1),
        ('async def f(tx):\n    row = await tx.raw.fetchrow(SQL)\n    return row["id"]', 1, 0),
        ('last = lambda row: (row["id"],)', 1, 0),
        ("def f(row: asyncpg.Record) -> None: ...", 0, 1),
        ('def f(it: Outcome) -> int:\n    return it.row["id"]', 1, 0),
        ("def f(rows: Sequence[Any]) -> None: ...  # msgspec gives no type", 0, 0),
        ('def f(names: dict[str, int]) -> int:\n    return names["id"]', 0, 0),
        ('def f():\n    made = {"id": 1}\n    return made["id"]', 0, 0),
        ('def f(state: Literal["open"]) -> int:\n    return KINDS["sums"]', 0, 0),
        ("def f(detail: dict[str, Any]) -> None: ...", 0, 0),
    ],
)
def test_rows_without_a_type_are_counted(code: str, keys: int, untyped: int) -> None:
    assert (len(find_row_keys(code)), len(find_untyped_rows(code))) == (keys, untyped)


def test_a_variable_named_it_is_found_and_a_word_is_not() -> None:
    code = '"""It is."""\n[it.id for it in rows]\nf = lambda it: it\ndef g(it): ...\nit = 1'

    assert len(find_named_it(code)) == 4


def test_public_classes_are_those_that_others_can_import() -> None:
    code = "class Place:\n    class Meta: ...\nclass _Row: ..."

    assert public_classes(code) == ["Place"]
