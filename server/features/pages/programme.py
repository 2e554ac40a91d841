"""Programmes: all of them, one with its tracks and clauses, and the notice that it rests on."""

from server.features.frame.templates import Crumb, Head
from server.features.frame.visit import Visit
from server.features.notices.announced import AnnouncedQuery, list_announced
from server.features.pages.drawing import (
    TEMPLATES,
    home_crumb,
    label,
    open_contacts,
    programmes_crumb,
    query_of,
)
from server.features.pages.money_left import money_left
from server.features.programmes.help import show_help, show_notice_text
from server.features.programmes.list import ProgrammeQuery, list_programmes
from server.features.programmes.schemas import ProgrammeView
from server.features.programmes.show import show_programme
from server.ports import Ports

_FEW = 3


async def programmes_page(asked: Visit, ports: Ports) -> str:
    """Raises Invalid."""
    query = query_of(asked, ProgrammeQuery)
    found = await list_programmes(query, english=asked.english, ports=ports)
    head = Head(
        "Programmes" if asked.english else "补贴政策",
        "Every programme with its window"
        if asked.english
        else "各项补贴政策的申报时间、主管部门和条件",
        area="programmes",
        crumbs=(home_crumb(asked),),
        contacts=await open_contacts(asked, ports),
    )
    return TEMPLATES.render(
        "programmes.html",
        asked,
        head,
        found=found,
        chosen=query.status or "",
        label=lambda group, code: label(group, code, asked),
    )


async def programme_page(asked: Visit, ports: Ports, code: str) -> str:
    """Raises NotFound."""
    programme = await show_programme(code, english=asked.english, ports=ports)
    notices = await list_announced(
        AnnouncedQuery(limit=_FEW, edition=code), calendar=ports.calendar, english=asked.english
    )
    help_with = await show_help(code, english=asked.english)
    head = Head(
        programme.title,
        _description(programme, asked),
        area="programmes",
        crumbs=(home_crumb(asked), programmes_crumb(asked)),
        data=_service_data(programme, asked),
        contacts=programme.contacts,
    )
    return TEMPLATES.render(
        "programme.html",
        asked,
        head,
        programme=programme,
        left=await money_left(code, ports),
        notices=notices.items,
        questions=help_with.questions,
        has_list=any(track.recognition for track in programme.tracks),
        label=lambda group, code: label(group, code, asked),
    )


async def source_page(asked: Visit, ports: Ports, code: str) -> str:
    """Raises NotFound."""
    programme = await show_programme(code, english=asked.english, ports=ports)
    found = await show_notice_text(code)
    head = Head(
        "The notice" if asked.english else "政策通知全文",
        found.document,
        area="programmes",
        crumbs=(*_above(asked), Crumb(programme.title, f"/programmes/{code}")),
        contacts=programme.contacts,
    )
    return TEMPLATES.render("source.html", asked, head, programme=programme, found=found)


def _above(asked: Visit) -> tuple[Crumb, Crumb]:
    return home_crumb(asked), programmes_crumb(asked)


def _description(programme: ProgrammeView, asked: Visit) -> str:
    tracks = (", " if asked.english else "、").join(track.title for track in programme.tracks)
    return f"{programme.region} · {programme.authority} · {tracks}"


def _service_data(programme: ProgrammeView, asked: Visit) -> list[dict[str, object]]:
    service: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": programme.title,
        "serviceType": programme.source.document,
        "provider": {"@type": "GovernmentOrganization", "name": programme.authority},
        "areaServed": {"@type": "AdministrativeArea", "name": programme.region},
        "hoursAvailable": {
            "@type": "OpeningHoursSpecification",
            "validFrom": programme.opens_at.isoformat(),
            "validThrough": programme.closes_at.isoformat(),
        },
    }
    if asked.base:
        service["url"] = f"{asked.base}/programmes/{programme.code}"
    return [service]
