"""What every page of this feature uses: its templates, its query, words for codes, whom to ask."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlencode

import msgspec

from models.rules.code_words import CODE_WORDS
from server.edge.web.params import read_parameters
from server.features.client_software.schemas import ClientContact
from server.features.client_software.show import show_client_terms
from server.features.frame.templates import Crumb, Templates
from server.features.frame.visit import Visit
from server.features.programmes.list import ProgrammeQuery, list_programmes
from server.features.programmes.schemas import ProgrammeItem
from server.ports import Ports

TEMPLATES: Final = Templates(Path(__file__).with_name("templates"))
MOST_RUNNING: Final = 12
"""So many running programmes are named on one page; all are under `/programmes`."""
_MOST_READ: Final = 100
_MOST_CONTACTS: Final = 6
_RUNNING: Final = ("open", "exhausted", "upcoming")
Asking = TypeVar("Asking", bound=msgspec.Struct)


def query_of(asked: Visit, kind: type[Asking], **fixed: object) -> Asking:
    """What the address asks of a use case; parameters that it does not know are nobody's business.

    Links that were passed on carry some. Raises Invalid.
    """
    known = {field.encode_name for field in msgspec.structs.fields(kind)}
    given = [(name, value) for name, value in asked.query if name in known and name not in fixed]
    pinned = [(name, str(value)) for name, value in fixed.items() if value is not None]
    return read_parameters(urlencode([*given, *pinned]), kind)


def label(group: str, code: str, asked: Visit) -> str:
    """The words of a code, as `GET /options` has them."""
    return CODE_WORDS[group][code].in_language(asked.english)


async def open_contacts(asked: Visit, ports: Ports) -> Sequence[ClientContact]:
    """Whom to ask about what is open, as a client is told at its start."""
    terms = await show_client_terms(english=asked.english, ports=ports)
    return terms.contacts[:_MOST_CONTACTS]


async def running_programmes(asked: Visit, ports: Ports) -> Sequence[ProgrammeItem]:
    """Those that take applications or will, the newest first; of very many the first."""
    query = ProgrammeQuery(limit=_MOST_READ)
    found = await list_programmes(query, english=asked.english, ports=ports)
    return [one for one in found.items if one.status in _RUNNING][:MOST_RUNNING]


def home_crumb(asked: Visit) -> Crumb:
    return Crumb("Home" if asked.english else "首页", "/")


def programmes_crumb(asked: Visit) -> Crumb:
    return Crumb("Programmes" if asked.english else "补贴政策", "/programmes")
