"""Which template each event uses and what goes into it, from the parsed `config/wechat.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final

import msgspec

from server.edge.wechat.values import check_value, fit_value
from server.features.messages.formats import FORMATS, Fact, fill, placeholders

_LONG_TERM: Final = 3
MOST_IN_POPUP: Final = 3

TemplateId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{43}$")]


class CatalogueError(ValueError):
    """The file is not usable; `problems` lists everything that is wrong with it."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Keyword(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One field of a template, as the console shows it."""

    key: str
    label: str
    example: str
    values: tuple[str, ...] = ()


class MessageTemplate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A template of the account; type 2 is one message per consent, 3 many."""

    id: TemplateId
    title: str
    type: Annotated[int, msgspec.Meta(ge=2, le=3)]
    keywords: Annotated[tuple[Keyword, ...], msgspec.Meta(min_length=1)]


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one event fills a template; the patterns are those of `formats.py`."""

    template: str
    page: str
    data: dict[str, str]


class AskingMoment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tap in the journey at which the popup comes, and what it is said to be for.

    WeChat shows no one-time and long-term templates together, and old phones show three at most.
    """

    zh: str
    en: str
    templates: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=MOST_IN_POPUP)]


class Digest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a template tells of several entries at once, beside the facts of the first: `{entries}`."""

    page: str
    data: dict[str, str]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    template: dict[str, MessageTemplate]
    message: dict[str, Message]
    moment: dict[str, AskingMoment]
    digest: dict[str, Digest] = msgspec.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ComposedMessage:
    """Ready for `send_subscribe_message`."""

    template_id: str
    title: str
    data: Mapping[str, str]
    page: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All templates by name, all messages by event, all moments of the journey in their order."""

    templates: Mapping[str, MessageTemplate]
    messages: Mapping[str, Message]
    moments: Mapping[str, AskingMoment]
    digests: Mapping[str, Digest] = field(default_factory=dict)

    def template_ids(self) -> tuple[str, ...]:
        """All ids; which of them a popup asks for, a moment says."""
        return tuple(template.id for template in self.templates.values())

    def keys_by_id(self) -> dict[str, tuple[str, ...]]:
        """For `compare_templates`: template id to its keys."""
        return {
            template.id: tuple(keyword.key for keyword in template.keywords)
            for template in self.templates.values()
        }

    def events_of(self, template_id: str) -> list[str]:
        """The events whose messages use this template."""
        return [
            event
            for event, message in self.messages.items()
            if self.templates[message.template].id == template_id
        ]

    def is_one_time(self, template_id: str) -> bool:
        """Whether each message uses up a consent; a template that is gone counts as one that does."""
        types = {template.id: template.type for template in self.templates.values()}
        return types.get(template_id) != _LONG_TERM

    def compose(self, event: str, facts: Mapping[str, Fact]) -> ComposedMessage:
        """The message of an event, values cut to WeChat's limits.

        Raises KeyError for an event without message, FactMissing for facts it needs and lacks.
        """
        message = self.messages[event]
        return self._composed(message.template, message, facts)

    def gathers(self, event: str) -> bool:
        """Whether the event's message may tell of others as well."""
        return self.messages[event].template in self.digests

    def compose_digest(
        self, event: str, facts: Mapping[str, Fact], entries: int
    ) -> ComposedMessage:
        """The message of an event that tells of `entries` at once; as `compose`."""
        name = self.messages[event].template
        return self._composed(name, self.digests[name], {**facts, "entries": entries})

    def _composed(
        self, name: str, form: Message | Digest, facts: Mapping[str, Fact]
    ) -> ComposedMessage:
        template = self.templates[name]
        data = {key: fit_value(key, fill(text, facts)) for key, text in form.data.items()}
        return ComposedMessage(template.id, template.title, data, fill(form.page, facts))


def read_catalogue(parsed: Mapping[str, object]) -> Catalogue:
    """Check a parsed file. Raises CatalogueError with every problem, not only the first."""
    try:
        file = msgspec.convert(parsed, _File)
    except msgspec.ValidationError as error:
        raise CatalogueError((str(error),)) from error
    problems = [*_template_problems(file), *_message_problems(file), *_moment_problems(file)]
    if problems:
        raise CatalogueError(tuple(problems))
    return Catalogue(file.template, file.message, file.moment, file.digest)


def _template_problems(file: _File) -> list[str]:
    problems = []
    if len({template.id for template in file.template.values()}) != len(file.template):
        problems.append("template: an id stands twice")
    for name, template in file.template.items():
        for word in template.keywords:
            wrong = check_value(word.key, word.example, listed=word.values)
            if wrong is not None:
                problems.append(f"template.{name}.{word.key}: its example is refused ({wrong})")
    return problems


def _moment_problems(file: _File) -> list[str]:
    problems = []
    for name, moment in file.moment.items():
        where = f"moment.{name}.templates"
        strange = [one for one in moment.templates if one not in file.template]
        problems += [f"{where}: {one} is not a template here" for one in strange]
        if len(set(moment.templates)) != len(moment.templates):
            problems.append(f"{where}: one stands twice")
        types = {file.template[one].type for one in moment.templates if one not in strange}
        if len(types) > 1:
            problems.append(
                f"{where}: one popup takes no one-time and long-term templates together"
            )
    asked = {one for moment in file.moment.values() for one in moment.templates}
    return problems + [
        f"template.{name}: no moment asks for it" for name in file.template if name not in asked
    ]


def _message_problems(file: _File) -> list[str]:
    problems = []
    forms: list[tuple[str, str, Message | Digest]] = [
        *(
            (f"message.{event}", message.template, message)
            for event, message in file.message.items()
        ),
        *((f"digest.{name}", name, digest) for name, digest in file.digest.items()),
    ]
    for where, name, message in forms:
        template = file.template.get(name)
        if template is None:
            problems.append(f"{where}.template: {name} is not a template here")
            continue
        keys = {word.key for word in template.keywords}
        problems += [
            f"{where}.data: {key} is not filled" for key in sorted(keys - set(message.data))
        ]
        problems += [
            f"{where}.data: {key} is not in it" for key in sorted(set(message.data) - keys)
        ]
        problems += _pattern_problems(where, [message.page, *message.data.values()])
        if message.page.startswith("/"):
            problems.append(f"{where}.page: must not begin with a slash")
    return problems


def _pattern_problems(where: str, patterns: list[str]) -> list[str]:
    return [
        f"{where}: format {form} does not exist"
        for pattern in patterns
        for _, form in placeholders(pattern)
        if form not in FORMATS
    ]
