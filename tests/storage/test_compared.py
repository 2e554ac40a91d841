"""PostgreSQL compares texts as the rules do, and looks them up by an index."""

import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.rules.text.compared import SIGNS, compared
from storage.postgres.core.connect import raw_connection
from tests.world.application import World

TEXTS = st.lists(
    st.text(
        alphabet=st.one_of(
            st.sampled_from([*"HT-—– 01（）［］“·\u0301\u200b\ufe0f", *SIGNS]),
            st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\0"),
        ),
        max_size=14,
    ),
    max_size=40,
)


async def forms(world: World, texts: list[str]) -> list[str]:
    rows = await world.fetch(
        "SELECT compared(t) AS form FROM unnest($1::text[]) WITH ORDINALITY AS u(t, at)"
        " ORDER BY at",
        texts,
    )
    return [row["form"] for row in rows]


async def test_every_sign_is_the_same_to_both(world: World) -> None:
    """But for signs that one of the two does not know yet."""
    signs = [sign for sign in map(chr, range(1, 0x110000)) if unicodedata.category(sign) != "Cn"]
    signs = [sign for sign in signs if unicodedata.category(sign) != "Cs"]

    pairs = zip(signs, await forms(world, signs), strict=True)

    assert [f"{ord(sign):04x}" for sign, form in pairs if form != compared(sign)] == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=TEXTS)
async def test_every_text_is_the_same_to_both(world: World, texts: list[str]) -> None:
    assert await forms(world, texts) == [compared(text) for text in texts]


async def test_one_contract_in_many_is_found_by_its_index(world: World) -> None:
    connection = await raw_connection(world.owner)
    try:
        await connection.execute("SET enable_seqscan = off")
        lines = await connection.fetch(
            "EXPLAIN SELECT number FROM applications WHERE contract_compared = 'ht-01'"
        )
    finally:
        await connection.close()
    assert any("Index Cond" in line["QUERY PLAN"] for line in lines)
