"""Platforms and plans of an edition: found, sorted, each on its page, and plans side by side."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from models.rules.manifest.amounts import read_fen
from models.rules.manifest.refused import CellRefused
from models.rules.places.home import home_of
from models.rules.reasons import Reason, Text
from server.edge.web.params import Query
from server.errors import Invalid
from server.features.frame.templates import Crumb, Head
from server.features.frame.visit import Visit
from server.features.market.compare import CompareQuery, compare_plans
from server.features.market.ordering import MarketQuery
from server.features.market.plans import PlanQuery, search_plans
from server.features.market.platforms import search_platforms
from server.features.market.show_plan import show_plan
from server.features.options.schemas import OptionsQuery
from server.features.options.show import show_options
from server.features.pages.drawing import (
    TEMPLATES,
    home_crumb,
    label,
    open_contacts,
    query_of,
)
from server.features.platforms.categories import list_categories
from server.features.platforms.show import ShowQuery, get_platform, show_platform
from server.features.programmes.help import contact_views
from server.features.programmes.list import ProgrammeQuery, list_programmes
from server.features.programmes.published import PublishedEdition, find_edition, get_edition
from server.features.ratings.list import list_ratings
from server.ports import Ports

_SORTS = ("listed", "price", "clients", "rating")
_PRICE = Text("自付金额", "What you pay")
_FEW = 5
_MOST_MARKETS = 40
"""So many fit a page of 30 kB; the others are found by search and in the list of programmes."""


async def markets_page(asked: Visit, ports: Ports) -> str:
    """Which programme's platforms: those in which some take part."""
    found = await list_programmes(ProgrammeQuery(limit=100), english=asked.english, ports=ports)
    head = Head(
        _platforms(asked),
        "Platforms by programme" if asked.english else "按补贴政策查看参加的平台、方案和补贴后价格",
        area="platforms",
        crumbs=(home_crumb(asked),),
        contacts=await open_contacts(asked, ports),
    )
    return TEMPLATES.render(
        "markets.html",
        asked,
        head,
        items=[one for one in found.items if one.platforms][:_MOST_MARKETS],
        label=lambda group, code: label(group, code, asked),
    )


async def platforms_page(asked: Visit, ports: Ports, code: str) -> str:
    """Raises NotFound, Invalid."""
    edition = await get_edition(code)
    query = query_of(asked, MarketQuery, price_to_fen=_price_to(asked))
    found = await search_platforms(edition, query, ports.categories)
    head = _market_head(asked, edition, _platforms(asked))
    known = await _market_words(asked, ports, edition)
    return TEMPLATES.render("platforms.html", asked, head, found=found, query=query, **known)


async def plans_page(asked: Visit, ports: Ports, code: str) -> str:
    """Raises NotFound, Invalid."""
    edition = await get_edition(code)
    query = query_of(asked, PlanQuery, price_to_fen=_price_to(asked))
    found = await search_plans(edition, query, ports.categories)
    head = _market_head(asked, edition, "Plans" if asked.english else "方案与价格")
    known = await _market_words(asked, ports, edition)
    return TEMPLATES.render("plans.html", asked, head, found=found, query=query, **known)


async def platform_page(asked: Visit, ports: Ports, platform_id: UUID) -> str:
    """Raises NotFound."""
    platform = await get_platform(platform_id)
    shown = await show_platform(platform, query_of(asked, ShowQuery), clock=ports.clock)
    edition = await find_edition(shown.edition) if shown.edition else None
    head = Head(
        shown.name,
        shown.summary,
        area="platforms",
        crumbs=_market_crumbs(asked, edition),
        contacts=_contacts(asked, edition),
    )
    return TEMPLATES.render(
        "platform.html",
        asked,
        head,
        platform=shown,
        edition=edition,
        ratings=await list_ratings(platform_id, Query(limit=_FEW)),
        categories=_categories(asked, ports),
    )


async def plan_page(asked: Visit, ports: Ports, plan_id: UUID) -> str:
    """Raises NotFound."""
    found = await show_plan(plan_id, query_of(asked, ShowQuery).edition, clock=ports.clock)
    edition = await find_edition(found.edition) if found.edition else None
    head = Head(
        found.plan.title,
        found.plan.description,
        area="platforms",
        crumbs=(
            *_market_crumbs(asked, edition),
            Crumb(found.platform_name, f"/platforms/{found.platform_id}"),
        ),
        contacts=_contacts(asked, edition),
    )
    return TEMPLATES.render("plan.html", asked, head, found=found, plan=found.plan, edition=edition)


async def compare_page(asked: Visit, ports: Ports, code: str) -> str:
    """Raises NotFound, Invalid."""
    edition = await get_edition(code)
    query = CompareQuery(plans=",".join(asked.all_given("plan")))
    found = await compare_plans(edition, query, ports.categories, english=asked.english)
    title = "Plans side by side" if asked.english else "方案对比"
    head = Head(
        title,
        area="platforms",
        crumbs=(
            *_market_crumbs(asked, edition),
            Crumb("Plans" if asked.english else "方案与价格", f"/programmes/{code}/plans"),
        ),
        contacts=_contacts(asked, edition),
        kept_out=True,
    )
    return TEMPLATES.render("compare.html", asked, head, found=found, edition=edition)


def _price_to(asked: Visit) -> int | None:
    """What was typed in yuan, as 5000 or 5千元, in fen. Raises Invalid."""
    typed = asked.given("price_to")
    if not typed.strip():
        return None
    try:
        return read_fen(_PRICE, typed[:40])
    except CellRefused as refused:
        raise Invalid(errors=[Reason("price_to", refused.code, refused.text)]) from None


async def _market_words(
    asked: Visit, ports: Ports, edition: PublishedEdition
) -> Mapping[str, object]:
    """What both lists say and offer beside what was found."""
    places = await show_options(
        OptionsQuery(city=_city(edition), only="districts"), ports.categories, english=asked.english
    )
    return {
        "edition": edition,
        "title": edition.definition.edition.title.in_language(asked.english),
        "categories": _categories(asked, ports),
        "districts": [place.value for place in places.districts],
        "sorts": {code: label("sort", code, asked) for code in _SORTS},
    }


def _city(edition: PublishedEdition) -> str:
    return home_of(edition.definition.policy.region.zh).city


def _categories(asked: Visit, ports: Ports) -> dict[str, str]:
    listed = list_categories(ports.categories, english=asked.english).items
    return {one.code: one.label for one in listed}


def _market_head(asked: Visit, edition: PublishedEdition, title: str) -> Head:
    named = edition.definition.edition.title.in_language(asked.english)
    return Head(
        title,
        f"{named} · {title}",
        area="platforms",
        crumbs=_market_crumbs(asked, edition, whole=title != _platforms(asked)),
        contacts=_contacts(asked, edition),
    )


def _market_crumbs(
    asked: Visit, edition: PublishedEdition | None, *, whole: bool = True
) -> tuple[Crumb, ...]:
    if edition is None:
        return (home_crumb(asked), Crumb(_platforms(asked), "/platforms"))
    named = edition.definition.edition.title.in_language(asked.english)
    above = (home_crumb(asked), Crumb(named, f"/programmes/{edition.code}"))
    below = Crumb(_platforms(asked), f"/programmes/{edition.code}/platforms")
    return (*above, below) if whole else above


def _contacts(asked: Visit, edition: PublishedEdition | None) -> Sequence[object]:
    if edition is None:
        return ()
    return contact_views(edition.definition.policy, asked.english)


def _platforms(asked: Visit) -> str:
    return "Platforms" if asked.english else "平台与方案"
