"""One search over what the public may see: programmes and tracks, questions, platforms, lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from models.rules.bigrams import runs
from server.edge.web.field_types import Search
from server.features.frame.templates import Head
from server.features.frame.visit import Visit
from server.features.market.ordering import MarketQuery
from server.features.market.platforms import search_platforms
from server.features.pages.drawing import TEMPLATES, home_crumb, open_contacts, query_of
from server.features.platforms.schemas import PlatformItem
from server.features.programmes.published import PublishedEdition, list_editions
from server.features.recognitions.list import ListQuery, list_recognised
from server.features.recognitions.schemas import ListEntry
from server.ports import Ports

_MOST_SIGNS = 60
_MOST_OF_EACH = 8
_MOST_RULES = 15


class SearchQuery(msgspec.Struct, frozen=True):
    """`q`: cleaned as whatever people type."""

    q: Search | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """Something of a programme: where it is, what it is called, and what of it holds the words."""

    path: str
    title: str
    about: str


async def search_page(asked: Visit, ports: Ports) -> str:
    """Without words the empty page. Raises Invalid."""
    wanted = (query_of(asked, SearchQuery).q or "")[:_MOST_SIGNS]
    words = [run for _, run in runs(wanted)]
    editions = await list_editions() if words else []
    now = ports.clock.now()
    running = [one for one in editions if one.window.status(now) != "closed"]
    head = Head(
        f"搜索：{wanted}"
        if wanted and not asked.english
        else f"Search {wanted}".strip()
        if asked.english
        else "搜索",
        crumbs=(home_crumb(asked),),
        contacts=await open_contacts(asked, ports),
        kept_out=True,
    )
    return TEMPLATES.render(
        "search.html",
        asked,
        head,
        wanted=wanted,
        rules=list(_rules(running, words, asked))[:_MOST_RULES],
        platforms=await _platforms(running, wanted, ports) if words else [],
        entries=await _entries(editions, wanted, asked, ports) if words else [],
    )


def _rules(
    editions: Sequence[PublishedEdition], words: Sequence[str], asked: Visit
) -> Iterator[Hit]:
    """Editions, their tracks, and their questions, in the order of the programme's file."""
    english = asked.english
    for edition in editions:
        definition = edition.definition
        title, path = definition.edition.title.in_language(english), f"/programmes/{edition.code}"
        policy = definition.policy
        if _holds((title, policy.document, policy.authority.in_language(english)), words):
            yield Hit(path, title, policy.document)
        for track in definition.tracks:
            summary = "" if track.summary is None else track.summary.in_language(english)
            award = track.award.text.in_language(english)
            named = track.title.in_language(english)
            if track.renewal is None and _holds((named, summary, award), words):
                yield Hit(f"{path}/tracks/{track.code}", named, f"{title} · {summary or award}")
        for entry in policy.help:
            question = entry.question.in_language(english)
            answer = entry.answer.in_language(english)
            if _holds((question, answer), words):
                yield Hit(f"{path}/help#{entry.id}", question, answer)


def _holds(texts: Sequence[str], words: Sequence[str]) -> bool:
    whole = " ".join(run for text in texts for _, run in runs(text))
    return all(word in whole for word in words)


async def _platforms(
    editions: Sequence[PublishedEdition], wanted: str, ports: Ports
) -> list[PlatformItem]:
    """Each once, of whichever edition it takes part in."""
    found: dict[str, PlatformItem] = {}
    query = MarketQuery(limit=_MOST_OF_EACH, q=wanted)
    for edition in editions:
        for item in (await search_platforms(edition, query, ports.categories)).items:
            found.setdefault(str(item.id), item)
    return list(found.values())[:_MOST_OF_EACH]


async def _entries(
    editions: Sequence[PublishedEdition], wanted: str, asked: Visit, ports: Ports
) -> list[tuple[str, ListEntry]]:
    """With the programme whose list it stands on."""
    query = ListQuery(limit=_MOST_OF_EACH, q=wanted)
    found = []
    for programme in dict.fromkeys(edition.programme_code for edition in editions):
        page = await list_recognised(
            programme,
            query,
            categories=ports.categories,
            clock=ports.clock,
            english=asked.english,
        )
        found += [(programme, entry) for entry in page.items]
    return found[:_MOST_OF_EACH]
