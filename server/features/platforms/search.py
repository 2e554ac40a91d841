"""Finds the platforms that take part in an edition: by Chinese text, category and district."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from models.programme.platform_file import Category
from models.rules.lifecycle import LIVE
from server.edge.web.field_types import Place, Search, about
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.features.platforms.fields import GivenCategory
from server.features.platforms.filters import read_filters
from server.features.platforms.schemas import PlatformItem
from storage.postgres.core.rows import list_rows
from storage.postgres.core.text_search import tsquery_of

_SEARCH = """
    SELECT p.id, p.name, p.categories, p.summary,
           (SELECT min(plan.fee_fen) FROM plans plan
             WHERE plan.platform_id = p.id AND plan.withdrawn_at IS NULL) AS plans_from_fen,
           (SELECT count(*) FROM applications a WHERE a.platform_id = p.id
               AND a.edition_id = $1 AND a.status = ANY($2)
               AND (a.enterprise_id = p.enterprise_id) IS NOT TRUE) AS clients
      FROM platforms p
     WHERE EXISTS (SELECT FROM participations t WHERE t.platform_id = p.id
                      AND t.edition_id = $1 AND t.withdrawn_at IS NULL)
       AND ($3::text IS NULL OR p.search @@ $3::text::tsquery)
       AND ($4::text IS NULL OR $4 = ANY(p.categories))
       AND ($5::text IS NULL OR p.district = $5)
       AND ($6::uuid IS NULL OR p.id > $6)
     ORDER BY p.id LIMIT $7
"""


class SearchQuery(Query, frozen=True):
    """`q` is found inside names, summaries and plan titles; all that is given must hold."""

    q: Annotated[
        Search | None,
        about("在名称、简介、方案名中查找", "looked for in names, summaries and plan titles"),
    ] = None
    category: GivenCategory | None = None
    district: Place | None = None


async def search_platforms(
    edition: str, query: SearchQuery, categories: Sequence[Category]
) -> Page[PlatformItem]:
    """One page, in the order in which the platforms were listed.

    Raises Invalid for a cursor that is none, and a filter that is no option.
    """
    last = decode_cursor(query.cursor, tuple[UUID])
    filters = await read_filters(query, categories)
    # One row more than a page holds, to see whether there is another.
    found = await list_rows(
        PlatformItem,
        _SEARCH,
        edition,
        sorted(LIVE),
        tsquery_of(query.q or ""),
        filters.category,
        filters.district,
        last[0] if last else None,
        query.limit + 1,
        tx=None,
    )
    return Page(*page_of(found, query.limit, lambda item: (item.id,)))
