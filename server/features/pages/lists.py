"""The public lists: which programmes have one, and who stands on it."""

from server.errors import NotFound
from server.features.frame.templates import Crumb, Head
from server.features.frame.visit import Visit
from server.features.pages.drawing import TEMPLATES, home_crumb, label, open_contacts, query_of
from server.features.platforms.categories import list_categories
from server.features.programmes.help import contact_views
from server.features.programmes.published import PublishedEdition, list_editions
from server.features.recognitions.list import ListQuery, list_recognised
from server.ports import Ports


async def lists_page(asked: Visit, ports: Ports) -> str:
    head = Head(
        _lists(asked),
        "Who is recognised" if asked.english else "各项政策认定的平台和企业名单，以及撤销情况",
        area="lists",
        crumbs=(home_crumb(asked),),
        contacts=await open_contacts(asked, ports),
    )
    return TEMPLATES.render(
        "lists.html", asked, head, editions=_newest(await list_editions()).values()
    )


async def list_page(asked: Visit, ports: Ports, programme: str) -> str:
    """Raises NotFound, Invalid."""
    editions = [one for one in await list_editions() if one.programme_code == programme]
    if not editions:
        raise NotFound()
    query = query_of(asked, ListQuery)
    found = await list_recognised(
        programme,
        query,
        categories=ports.categories,
        clock=ports.clock,
        english=asked.english,
    )
    policy = editions[0].definition.policy
    listed = list_categories(ports.categories, english=asked.english).items
    head = Head(
        f"{policy.title.in_language(asked.english)} · {_lists(asked)}",
        policy.document,
        area="lists",
        crumbs=(home_crumb(asked), Crumb(_lists(asked), "/lists")),
        contacts=contact_views(policy, asked.english),
    )
    return TEMPLATES.render(
        "list.html",
        asked,
        head,
        found=found,
        query=query,
        editions=editions,
        categories={one.code: one.label for one in listed},
        label=lambda group, code: label(group, code, asked),
    )


def _newest(editions: list[PublishedEdition]) -> dict[str, PublishedEdition]:
    """Of each programme that recognises somebody, by its code."""
    found: dict[str, PublishedEdition] = {}
    for edition in editions:
        if any(track.recognition is not None for track in edition.definition.tracks):
            found.setdefault(edition.programme_code, edition)
    return found


def _lists(asked: Visit) -> str:
    return "Lists" if asked.english else "认定名单"
