"""The search text as PostgreSQL understands it: any part of a name finds it, exactly."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.rules.bigrams import runs
from storage.postgres.core.text_search import tsquery_of, tsvector_of
from tests.world.servers import Embedded

NAMES = st.text(
    alphabet=st.one_of(
        st.sampled_from("云织采购平台数字Ee09·()'\\:&|!<-> "),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    min_size=1,
    max_size=14,
)


@pytest_asyncio.fixture(loop_scope="session")
async def connection(embedded: Embedded) -> AsyncIterator[asyncpg.Connection]:
    opened = await asyncpg.connect(embedded.postgres_dsn)
    yield opened
    await opened.close()


async def finds(connection: asyncpg.Connection, words: list[str], *texts: str) -> list[bool]:
    """For each of the words, whether it finds the texts; words without a letter find all."""
    rows = await connection.fetch(
        "SELECT coalesce($1::text::tsvector @@ q::tsquery, true) AS found"
        " FROM unnest($2::text[]) WITH ORDINALITY AS words(q, place) ORDER BY place",
        tsvector_of(texts),
        [tsquery_of(word) for word in words],
    )
    return [row["found"] for row in rows]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=NAMES)
async def test_every_part_of_a_name_finds_it(connection: asyncpg.Connection, name: str) -> None:
    size = len(name)
    parts = [name[i:j] for i in range(size) for j in range(i + 1, size + 1)]
    found = await finds(connection, parts, "另一段文字", name)
    assert all(found), [part for part, hit in zip(parts, found, strict=True) if not hit]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=NAMES, words=NAMES)
async def test_only_parts_of_a_name_find_it(
    connection: asyncpg.Connection, name: str, words: str
) -> None:
    whole = [run for _, run in runs(name)]
    contained = all(any(part in run for run in whole) for _, part in runs(words))
    assert await finds(connection, [words], name) == [contained]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("采购", True),
        ("云 台", True),
        ("ＥＲＰ", True),
        ("erp云", True),
        ("购采", False),
        ("云台", False),
    ],
)
async def test_examples(connection: asyncpg.Connection, words: str, found: bool) -> None:
    assert await finds(connection, [words], "示例·ERP云织采购平台") == [found]


async def test_a_very_long_text_stays_within_what_a_tsvector_holds(
    connection: asyncpg.Connection,
) -> None:
    long = "平台采购" * 10_000
    assert await finds(connection, ["平台采购", "购平", "采台"], long) == [True, True, False]
