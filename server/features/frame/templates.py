"""Renders pages: Jinja2 with every value escaped, and a name that is none refused, not left blank."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context

from models.rules.reasons import Text
from server.features.frame.assets import asset
from server.features.frame.visit import Visit
from server.features.frame.words import NAVIGATION, SITE
from server.features.frame.written import IN_LANGUAGE, short, web

_OWN: Final = Path(__file__).with_name("templates")
_INDENTED: Final = re.compile(r"\n[ \t]+")


@dataclass(frozen=True, slots=True)
class Crumb:
    """A page above this one."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Head:
    """What the frame says of a page. `area`: which entry of the navigation it lies under.

    `data`: what search engines read of it, by schema.org. `kept_out`: they are not to list it.
    `contacts`: whom to ask, for the foot. `script`: the name of the one file of script that it takes.
    """

    title: str
    description: str = ""
    area: str = ""
    crumbs: Sequence[Crumb] = ()
    data: Sequence[Mapping[str, object]] = ()
    kept_out: bool = False
    contacts: Sequence[object] = ()
    script: str = ""


class _Unindented(Extension):
    """Templates are indented for those who read them; nobody pays for that on the way."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _INDENTED.sub("\n", source)


class Templates:
    """The templates of one feature, and those of the frame."""

    def __init__(self, folder: Path) -> None:
        self._made = Environment(
            loader=FileSystemLoader([folder, _OWN]),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            extensions=[_Unindented],
        )
        self._made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
        self._made.filters.update({name: _spoken(how) for name, how in IN_LANGUAGE.items()})
        self._made.filters.update(short=short, web=web)
        self._made.globals.update(asset=asset, navigation=NAVIGATION, site=SITE)

    def render(self, name: str, asked: Visit, head: Head, **found: object) -> str:
        """A whole page; `found` is what its template draws."""

        def say(zh: str, en: str) -> str:
            return en if asked.english else zh

        return self._made.get_template(name).render(
            asked=asked,
            head=head,
            english=asked.english,
            say=say,
            link=asked.link,
            data=[*head.data, *_trail(asked, head)],
            **found,
        )


def in_words(text: Text, asked: Visit) -> str:
    return text.in_language(asked.english)


def _spoken(how: Callable[[Any, bool], str]) -> Callable[..., str]:
    @pass_context
    def written(context: Context, value: object) -> str:
        return how(value, bool(context.resolve("english")))

    return written


def _trail(asked: Visit, head: Head) -> list[Mapping[str, object]]:
    """The crumbs as search engines read them; they want whole addresses."""
    if not head.crumbs or not asked.base:
        return []
    items = [
        {
            "@type": "ListItem",
            "position": number,
            "name": crumb.label,
            "item": asked.base + asked.link(crumb.path),
        }
        for number, crumb in enumerate(head.crumbs, 1)
    ]
    return [{"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}]
