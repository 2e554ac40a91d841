"""What search engines are told: every lasting page that says something, in both languages."""

from collections.abc import AsyncIterator
from typing import Final
from xml.sax.saxutils import escape

from server.features.frame.words import NAVIGATION
from server.features.market.ordering import MarketQuery
from server.features.market.platforms import search_platforms
from server.features.notices.announced import AnnouncedQuery, list_announced
from server.features.programmes.list import count_platforms
from server.features.programmes.published import PublishedEdition, list_editions
from server.ports import Ports

_MOST: Final = 100
_XMLNS: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML: Final = "http://www.w3.org/1999/xhtml"


async def sitemap(base: str, ports: Ports) -> str:
    """By the protocol of sitemaps.org."""
    # A platform takes part in several editions.
    paths = dict.fromkeys([path async for path in _paths(ports)])
    entries = "".join(_entry(f"{base}{path}") for path in paths)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="{_XMLNS}" xmlns:xhtml="{_XHTML}">\n{entries}</urlset>\n'
    )


def robots(base: str) -> str:
    named = f"Sitemap: {base}/sitemap.xml\n" if base else ""
    return (
        "User-agent: *\nDisallow: /api/\nDisallow: /console\nDisallow: /m/\nDisallow: /search\n"
        f"Disallow: /verify/\n{named}"
    )


async def _paths(ports: Ports) -> AsyncIterator[str]:
    for entry in NAVIGATION:
        yield entry.path
    yield "/privacy"
    editions = await list_editions()
    listed = (one for one in editions if any(track.recognition for track in one.definition.tracks))
    for programme in dict.fromkeys(edition.programme_code for edition in listed):
        yield f"/lists/{programme}"
    taking_part = await count_platforms()
    for edition in editions:
        async for path in _of_edition(edition, ports, has_platforms=edition.code in taking_part):
            yield path
    notices = await list_announced(
        AnnouncedQuery(limit=_MOST), calendar=ports.calendar, english=False
    )
    for notice in notices.items:
        yield f"/notices/{notice.id}"


async def _of_edition(
    edition: PublishedEdition, ports: Ports, *, has_platforms: bool
) -> AsyncIterator[str]:
    """Those that the programme's own page links to."""
    path = f"/programmes/{edition.code}"
    markets = ("/platforms", "/plans") if has_platforms else ()
    quota = ("/quota",) if edition.definition.pools else ()
    for below in ("", *quota, "/help", "/source", *markets):
        yield path + below
    for track in edition.definition.tracks:
        if track.renewal is None:
            yield f"{path}/tracks/{track.code}"
            if track.facts:
                yield f"{path}/tracks/{track.code}/estimate"
    if edition.window.is_open(ports.clock.now()):
        query = MarketQuery(limit=_MOST)
        for item in (await search_platforms(edition, query, ports.categories)).items:
            yield f"/platforms/{item.id}"


def _entry(address: str) -> str:
    zh = escape(address)
    en = f"{zh}?lang=en"
    return (
        f"<url><loc>{zh}</loc>"
        f'<xhtml:link rel="alternate" hreflang="zh-CN" href="{zh}"/>'
        f'<xhtml:link rel="alternate" hreflang="en" href="{en}"/></url>\n'
    )
