"""The first page: what is open and how much is left, where to look, what was announced last."""

from collections.abc import Sequence

from server.features.frame.templates import Head
from server.features.frame.visit import Visit
from server.features.frame.words import PURPOSE, SITE
from server.features.notices.announced import AnnouncedQuery, list_announced
from server.features.pages.drawing import TEMPLATES, label, open_contacts, running_programmes
from server.features.pages.money_left import money_left
from server.features.programmes.published import get_edition
from server.features.programmes.schemas import ProgrammeItem
from server.ports import Ports

_LATEST = 5


async def home_page(asked: Visit, ports: Ports) -> str:
    """Raises StoreUnavailable."""
    running = await running_programmes(asked, ports)
    notices = await list_announced(
        AnnouncedQuery(limit=_LATEST), calendar=ports.calendar, english=asked.english
    )
    head = Head(
        SITE.in_language(asked.english),
        f"{PURPOSE.in_language(asked.english)}：{_of_what(running, asked)}",
        area="home",
        data=_site_data(asked),
        contacts=await open_contacts(asked, ports),
    )
    return TEMPLATES.render(
        "home.html",
        asked,
        head,
        running=running,
        left={one.code: await money_left(one.code, ports) for one in running},
        tracks=sum([await _tracks(one.code) for one in running]),
        notices=notices.items,
        label=lambda group, code: label(group, code, asked),
    )


async def _tracks(code: str) -> int:
    """How many things one can apply for."""
    rules = (await get_edition(code)).definition
    return sum(track.renewal is None for track in rules.tracks)


def _of_what(running: Sequence[ProgrammeItem], asked: Visit) -> str:
    names = (", " if asked.english else "、").join(one.title for one in running[:4])
    return names or ("no programme is open now" if asked.english else "现在没有正在申报的政策")


def _site_data(asked: Visit) -> list[dict[str, object]]:
    if not asked.base:
        return []
    target = f"{asked.base}/search?q={{search_term_string}}"
    return [
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": SITE.in_language(asked.english),
            "url": f"{asked.base}/",
            "inLanguage": "en" if asked.english else "zh-CN",
            "potentialAction": {
                "@type": "SearchAction",
                "target": target,
                "query-input": "required name=search_term_string",
            },
        }
    ]
