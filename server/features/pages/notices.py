"""Public notices: all of them in lines, and one with its text and its entries."""

from uuid import UUID

from server.edge.web.params import Query
from server.features.frame.templates import Crumb, Head
from server.features.frame.visit import Visit
from server.features.notices.announced import AnnouncedQuery, list_announced
from server.features.notices.show import get_notice, list_entries
from server.features.pages.drawing import TEMPLATES, home_crumb, label, open_contacts, query_of
from server.features.programmes.list import ProgrammeQuery, list_programmes
from server.features.programmes.published import get_edition
from server.ports import Ports


async def notices_page(asked: Visit, ports: Ports) -> str:
    """Raises Invalid."""
    query = query_of(asked, AnnouncedQuery)
    found = await list_announced(query, calendar=ports.calendar, english=asked.english)
    editions = await list_programmes(ProgrammeQuery(limit=100), english=asked.english, ports=ports)
    head = Head(
        _notices(asked),
        "Whom each programme means to support, while everybody may object"
        if asked.english
        else "各项补贴政策拟支持、拟认定名单的公示，公示期内均可提出异议",
        area="notices",
        crumbs=(home_crumb(asked),),
        contacts=await open_contacts(asked, ports),
    )
    return TEMPLATES.render(
        "notices.html",
        asked,
        head,
        found=found,
        query=query,
        editions=editions.items,
        label=lambda group, code: label(group, code, asked),
    )


async def notice_page(asked: Visit, ports: Ports, notice_id: UUID) -> str:
    """Raises NotFound, Invalid."""
    notice = await get_notice(notice_id, calendar=ports.calendar, english=asked.english)
    entries = await list_entries(notice_id, query_of(asked, Query), english=asked.english)
    edition = await get_edition(notice.edition)
    head = Head(
        notice.title,
        " ".join(notice.text[:1]),
        area="notices",
        crumbs=(home_crumb(asked), Crumb(_notices(asked), "/notices")),
        contacts=notice.contacts,
    )
    return TEMPLATES.render(
        "notice.html",
        asked,
        head,
        notice=notice,
        entries=entries,
        programme=edition.definition.edition.title.in_language(asked.english),
        label=lambda group, code: label(group, code, asked),
    )


def _notices(asked: Visit) -> str:
    return "Notices" if asked.english else "公示公告"
