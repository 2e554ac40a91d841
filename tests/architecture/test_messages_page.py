"""docs/messages.md shows every event as it is told, and is current."""

import re

from server.features.messages.events import EVENT_TEXTS
from server.features.messages.formats import placeholders
from server.features.messages.texts import inbox_text
from tests.architecture.messages_page import PAGE, page
from tests.architecture.sample_facts import sample_facts


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == page(), "docs/messages.md is stale: run `make messages`"


def test_every_line_is_shown_with_facts() -> None:
    for event, text in EVENT_TEXTS.items():
        for english in (False, True):
            _, body = inbox_text(text, sample_facts(event), english=english)
            assert body.count("\n") == len(text.lines) - 1, event


def test_both_languages_take_the_same_facts() -> None:
    """Else a line would be left out in one of them alone."""
    for event, text in EVENT_TEXTS.items():
        for line in text.lines:
            facts = [{_base(name) for name, _ in placeholders(each)} for each in (line.zh, line.en)]
            assert facts[0] == facts[1], (event, line)


def _base(name: str) -> str:
    return re.sub("_en$", "", name)
