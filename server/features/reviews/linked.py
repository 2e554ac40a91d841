"""Links what is alike to both sides, as far as the reader may open them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from server.edge.web.auth import Identity
from server.features.reviews.alike import TEXTS, Alike
from server.features.reviews.flag_schemas import Flag, FlaggedPaper, FlagLink
from server.features.reviews.reach import find_reach


async def link_alike(found: Sequence[Alike], *, by: Identity, english: bool) -> list[Flag]:
    """One flag for each thing that is shared, in the order of TEXTS."""
    reach = await find_reach({one.application_id for one in found}, by)
    flags = []
    for code, text in TEXTS.items():
        shared = [one for one in found if one.code == code]
        numbers = list(dict.fromkeys(one.number for one in shared))
        links = list(dict.fromkeys(_link(one, reach) for one in shared))
        if shared:
            flags.append(Flag(code, text.in_language(english), numbers, links))
    return flags


def _link(one: Alike, reach: Mapping[UUID, UUID | None]) -> FlagLink:
    own = _paper(one.own_id, one.own_name, one.own_previews)
    if one.application_id not in reach:
        return FlagLink(one.number, None, None, own, None)
    return FlagLink(
        one.number,
        one.application_id,
        reach[one.application_id],
        own,
        _paper(one.paper_id, one.paper_name, one.paper_previews),
    )


def _paper(key: UUID | None, name: str | None, previews: int | None) -> FlaggedPaper | None:
    return None if key is None or name is None else FlaggedPaper(key, name, previews or 0)
