"""Where messages lead: events that are told of, and pages that there are."""

import re

from server.features.messages.events import EVENT_TEXTS
from tests.clients.sources import sources_of


def test_every_message_leads_from_an_event_to_a_page() -> None:
    sources = {source.name: source.text for source in sources_of("console")}
    pairs = re.findall(
        r"^  '([\w.]+)': '([\w-]+)',$", sources["features/inbox/leadsTo.ts"], re.MULTILINE
    )
    declared = "".join(text for name, text in sources.items() if name.endswith("routes.ts"))
    pages = set(re.findall(r"name: '([\w-]+)'", declared))
    assert pairs
    assert {event for event, _ in pairs} - EVENT_TEXTS.keys() == set()
    assert {page for _, page in pairs} - pages == set()
