"""Writes docs/messages.md: every event, who is told, by which ways, in which words, and how long.

Run by `make messages` and `make check`; `--check` fails when it is stale. All of it is read from the
code's own data: the events, their standing, `config/wechat.toml`.
"""

import sys
import tomllib
from collections.abc import Iterator
from typing import Final

from config.files import WECHAT
from models.rules.lifecycle import STATUSES
from server.features.messages.catalogue import read_catalogue
from server.features.messages.events import GROUPS, EventText
from server.features.messages.events.event_text import Audience
from server.features.messages.events.standing import (
    ENDED_BY,
    MATTERS,
    OVERTAKES,
    STANDS,
    Happening,
    Matter,
)
from server.features.messages.texts import inbox_text
from tests.architecture.sample_facts import sample_facts
from tests.architecture.sources import PROJECT

PAGE = PROJECT / "docs" / "messages.md"
_INTRO = """# Messages

Made by `make messages` from the code; `make check` fails when it is stale. Each text is
shown with facts as they might be. A line whose facts are not there is left out when it is told, so of
lines that exclude each other people read one.

**To whom.** Everybody named, each in their own inbox. The firm's *owner* and *clerks* are told the
same; a *person* is who did something, such as who objects. *Platform* is everybody who acts for it,
manager and clerks; *district, auditor, expert, authority* are those whose grant reaches the matter and
who have no part in it themselves.

**By which ways.** The inbox always. *WeChat*: a subscribe message, with consent, in Chinese as its
templates are. *E-mail*: to whoever has given an address. *SMS*: of what is urgent, where WeChat did
not carry it. Mail and SMS are in the language that the person chose. In a person's quiet hours nothing
goes out, and what comes together goes as one (docs/adr/0045).

**True while.** Asked when it is told, and again before it goes out by any other way: of what is not
true any more nothing is sent. The inbox keeps what was told, with its time.
"""
_WHO: Final[dict[Audience, str]] = {
    "owner": "企业负责人 owner",
    "clerk": "企业代办人 clerks",
    "person": "本人 the person",
    "platform": "平台企业管理员和经办人 platform's manager and clerks",
    "district": "区主管部门 district",
    "auditor": "第三方审核 auditor",
    "expert": "评审专家 expert",
    "authority": "主管部门 authority",
}
_MATTERS: Final[dict[Matter, str]] = {
    "review": "the review is open",
    "appeal": "the appeal is not decided",
    "objection": "the objection is not answered",
    "dispute": "the dispute is not decided",
    "held_content": "what was written waits to be looked at",
    "programme_files": "the files are neither published, refused nor withdrawn",
    "payee": "the account waits to be verified and is still the present one",
    "proposal": "the account is neither confirmed nor discarded",
    "refusal": "no other account was named",
}
_ENDED_BY: Final[dict[Happening, str]] = {
    "title_gone": "the title is valid",
    "moved_on": "its claim stands as it says",
    "amount_changed": "the award is the amount it names",
    "window_closed": "the window is open",
    "confirmed": "the firm has not confirmed it",
}


_PARSED: Final = tomllib.loads(WECHAT.read_text("utf-8"))
_CATALOGUE: Final = read_catalogue(_PARSED)


def page() -> str:
    """The whole page."""
    lines = [_INTRO]
    for group, events in GROUPS.items():
        lines += [f"## {group}", ""]
        for event, text in events.items():
            lines += [*_event(event, text), ""]
    return "\n".join(lines).rstrip() + "\n"


def _event(event: str, text: EventText) -> Iterator[str]:
    yield f"### `{event}` {text.title.zh}"
    yield ""
    yield f"- **To:** {'; '.join(_WHO[one] for one in text.to)}"
    yield f"- **By:** {_ways(text)}"
    yield f"- **True while:** {_true_while(event)}"
    yield ""
    for english in (False, True):
        title, body = inbox_text(text, sample_facts(event), english=english)
        yield f"> **{title}**<br>"
        yield "> " + body.replace("\n", "<br>\n> ")
        yield ">"
    if text.template is not None:
        yield f"> 微信 WeChat: {'; '.join(_wechat(event))}"


def _ways(text: EventText) -> str:
    ways = ["inbox"]
    ways += ["WeChat"] if text.template is not None else []
    ways += ["e-mail"]
    ways += ["SMS"] if text.urgent else []
    return ", ".join(ways)


def _true_while(event: str) -> str:
    parts = []
    statuses = STANDS.get(event)
    if statuses is not None:
        named = ", ".join(f"`{status}`" for status in STATUSES if status in statuses)
        parts.append(f"the application is {named}")
    if event in MATTERS:
        parts.append(_MATTERS[MATTERS[event]])
    if event in ENDED_BY:
        parts.append(_ENDED_BY[ENDED_BY[event]])
    later = OVERTAKES.get(event, ())
    if later:
        named = ", ".join(f"`{one}`" for one in later if one != event)
        again = "this again" if event in later else ""
        parts.append(f"they were not told since: {' or '.join(filter(None, [again, named]))}")
    return "; ".join(parts) if parts else "it happened, which stays so"


def _wechat(event: str) -> Iterator[str]:
    template = _CATALOGUE.templates[_CATALOGUE.messages[event].template]
    yield template.title
    labels = {word.key: word.label for word in template.keywords}
    for key, value in _CATALOGUE.compose(event, sample_facts(event)).data.items():
        yield f"{labels[key]} {value}"


def main() -> int:
    """0 when written or up to date, 1 when `--check` finds the page stale."""
    new = page()
    if "--check" not in sys.argv:
        PAGE.write_text(new, "utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text("utf-8") == new:
        return 0
    sys.stderr.write("docs/messages.md is stale: run `make messages` and commit it\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
