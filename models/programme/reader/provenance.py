"""Where a value comes from: every one has a clause, or says in an edition that it is assumed."""

from dataclasses import dataclass

from models.programme.reader.table import WHOLE, Table, is_whole
from models.rules.terms.programme import Figure, ValueSource

_STATED = ('{ value = …, cite = "条款" }', '{ value = …, cite = "clause" }')
_ASSUMABLE = (
    '{ value = …, cite = "条款" } 或 { value = …, assumed = true }',
    '{ value = …, cite = "clause" } or { value = …, assumed = true }',
)


@dataclass(frozen=True, slots=True)
class Provenance:
    """A clause, or an assumption, and how an unclear sentence was read."""

    cite: str | None = None
    assumed: bool = False
    reading: str | None = None


def read_provenance(table: Table) -> Provenance:
    """`cite`, `assumed` and `reading` of a table; one of the first two must be there."""
    cite, reading = table.find_string("cite"), table.find_string("reading")
    assumed = table.boolean("assumed", default=False)
    if assumed and not table.assumable:
        table.wrong(
            "assumed",
            "政策文件里不得有假定值：写明条款，或移到年度文件",
            "nothing assumed in a policy: give the clause, or move it to the edition",
        )
    elif assumed and cite:
        table.wrong(
            "assumed",
            "cite 与 assumed 只能有一个",
            "either cite or assumed, not both",
        )
    elif not assumed and cite is None:
        choice = ("cite（条款）或 assumed = true", "cite (a clause) or assumed = true")
        table.wrong("cite", *(choice if table.assumable else ("cite（条款）", "cite (a clause)")))
    return Provenance(cite, assumed, reading)


@dataclass(frozen=True, slots=True)
class Given:
    """A raw value with its provenance, as `{ value = …, cite = … }` states it."""

    value: object
    provenance: Provenance
    document: str | None = None

    def source(self, name: str) -> ValueSource:
        """The provenance under the name of the field that holds the value."""
        origin = self.provenance
        return ValueSource(name, origin.cite, origin.assumed, origin.reading, self.document)


def find_given(table: Table, name: str) -> Given | None:
    """A stated value with its provenance, or None where the key is absent or not of that form."""
    if not table.has(name):
        return None
    if not isinstance(table.peek(name), dict):
        table.wrong(name, *(_ASSUMABLE if table.assumable else _STATED))
        return None
    inner = table.table(name)
    if inner is None:
        return None
    if not inner.has("value"):
        inner.wrong("value", "value = …", "value = …")
    document = inner.find_string("source")
    given = Given(inner.peek("value"), read_provenance(inner), document)
    if document is not None and given.provenance.cite is None:
        words = ("写了 source（另一文件）须写 cite", "a clause (cite) of that document")
        inner.wrong("source", *words, found=document)
    inner.done()
    return given


def find_given_whole(table: Table, name: str) -> tuple[int, ValueSource] | None:
    """A stated whole number not below zero with its source, or None."""
    given = find_given(table, name)
    if given is None or given.value is None:
        return None
    value = given.value
    if not is_whole(value):
        table.wrong(name, *WHOLE, found=value)
        return None
    return value, given.source(name)


def find_given_flag(table: Table, name: str) -> tuple[bool, ValueSource] | None:
    """A stated true or false with its source, or None."""
    given = find_given(table, name)
    if given is None:
        return None
    if not isinstance(given.value, bool):
        table.wrong(name, "true 或 false", "true or false", found=given.value)
        return None
    return given.value, given.source(name)


def find_given_word(
    table: Table, name: str, allowed: tuple[str, ...]
) -> tuple[str, ValueSource] | None:
    """A stated word out of the allowed ones with its source, or None."""
    given = find_given(table, name)
    if given is None:
        return None
    if given.value not in allowed:
        words = ("、".join(allowed), ", ".join(allowed))
        table.wrong(name, f"以下之一：{words[0]}", f"one of {words[1]}", found=given.value)
        return None
    return str(given.value), given.source(name)


def read_figures(table: Table) -> tuple[Figure, ...]:
    """Every key of a table as a figure of its name."""
    figures = []
    for name in table.raw:
        stated = find_given_whole(table, name)
        if stated is not None:
            value, source = stated
            figures.append(figure_of(value, source))
    return tuple(figures)


def figure_of(value: int, source: ValueSource) -> Figure:
    """A stated whole number with where it comes from."""
    return Figure(source.name, value, source.cite, source.assumed, source.reading, source.document)
