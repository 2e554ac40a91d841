"""Gathers what a client is told at its start: the settings' word, limits, templates, contacts."""

from collections.abc import Iterator
from typing import Final

from models.rules.evidence import PAPER_BYTES
from models.rules.paper_names import ENDINGS
from server.features.client_software.schemas import (
    ClientContact,
    ClientMoment,
    ClientTerms,
    UploadTerms,
)
from server.features.messages.catalogue import Catalogue
from server.features.programmes.help import contact_views
from server.features.programmes.published import PublishedEdition, list_editions
from server.ports import Ports

_PAPERS: Final = UploadTerms(
    PAPER_BYTES, list(ENDINGS), [ending for endings in ENDINGS.values() for ending in endings]
)


async def show_client_terms(*, english: bool, ports: Ports) -> ClientTerms:
    """The same for everybody: nothing in it depends on who asks."""
    return ClientTerms(
        demonstration=ports.demonstration,
        appid=ports.wechat.appid,
        oldest_client=ports.oldest_client or None,
        privacy_version=ports.privacy.present,
        uploads={"papers": _PAPERS},
        moments=list(_moments(ports.catalogue, english)),
        contacts=await _contacts(ports, english),
    )


def _moments(catalogue: Catalogue, english: bool) -> Iterator[ClientMoment]:
    for name, moment in catalogue.moments.items():
        ids = [catalogue.templates[template].id for template in moment.templates]
        yield ClientMoment(name, moment.en if english else moment.zh, ids)


async def _contacts(ports: Ports, english: bool) -> list[ClientContact]:
    """Of each programme once: those of its newest edition."""
    now = ports.clock.now()
    newest = dict[str, PublishedEdition]()
    for edition in await list_editions():
        if edition.window.status(now) != "closed":
            newest.setdefault(edition.programme_code, edition)
    return [
        ClientContact(edition.code, one.name, one.phone, one.url)
        for edition in newest.values()
        for one in contact_views(edition.definition.policy, english)
    ]
