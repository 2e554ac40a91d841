"""Which columns of a table a copied row has to name: PostgreSQL fills the others itself."""

from tests.world.application import World


async def written_columns(world: World, table: str) -> str:
    """Parted by commas, in their order."""
    (found,) = await world.fetch(
        "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) AS names"
        "  FROM information_schema.columns WHERE table_name = $1 AND is_generated = 'NEVER'",
        table,
    )
    return str(found["names"])
