"""Which list an approval enters, for how long, and what its holders owe afterwards."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import get_args

from models.programme.reader.provenance import read_figures, read_provenance
from models.programme.reader.table import Table, note_repeats
from models.rules.terms.programme import Fact, FactType, Figure, RecognitionTerms
from models.rules.terms.recognition import Obligation, Span

SPANS: tuple[Span, ...] = get_args(Span)
OBLIGATIONS: tuple[Obligation, ...] = get_args(Obligation)
FIGURE_LIMITS = MappingProxyType({"review_years": 20, "remind_days": 366, "summary_month": 12})
_FIGURE_OF: MappingProxyType[Obligation, str] = MappingProxyType(
    {"re_review": "review_years", "summary": "summary_month"}
)


@dataclass(frozen=True, slots=True)
class Nameable:
    """What a recognition may name: the declarations, and the codes of the categories if known."""

    declarations: Sequence[Fact]
    categories: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """What the holders of a title owe: the policy's table of it, and what the edition adds."""

    obligation: Obligation
    policy: Table
    edition: Table | None


def read_recognition(
    policy: Table, edition: Table | None, named: Nameable
) -> tuple[RecognitionTerms | None, tuple[Duty, ...]]:
    """The `recognition` of a track with its duties; the edition adds what the notice leaves open."""
    table = policy.find_table("recognition")
    open_part = edition.find_table("recognition") if edition is not None else None
    if table is None:
        if open_part is not None:
            open_part.wrong("", "policy 中有 recognition", "a recognition in the policy")
        return None, ()
    origin = read_provenance(table)
    recognition = RecognitionTerms(
        title=table.text("title"),
        span=table.one_of("span", SPANS),
        cite=origin.cite,
        assumed=origin.assumed,
        reading=origin.reading,
        platform=table.boolean("platform", default=False),
        categories=table.find_string("categories"),
        modes=table.find_string("modes"),
        title_by=table.find_string("title_by"),
        figures=_figures(table, open_part),
    )
    duties = _duties(table, open_part)
    for part in (table, open_part):
        if part is not None:
            part.done()
    _check_names(table, recognition, named)
    _check_obligations(table, recognition)
    return recognition, duties


def _duties(table: Table, open_part: Table | None) -> tuple[Duty, ...]:
    duties = []
    for obligation in OBLIGATIONS:
        inner = table.find_table(obligation)
        added = open_part.find_table(obligation) if open_part is not None else None
        if inner is not None:
            duties.append(Duty(obligation, inner, added))
        elif added is not None:
            added.wrong("", f"policy 中有 {obligation}", f"a {obligation} in the policy")
    return tuple(duties)


def _figures(table: Table, open_part: Table | None) -> tuple[Figure, ...]:
    """The figures of both files; each known, within its limit, and only once."""
    figures: tuple[Figure, ...] = ()
    for part in (table, open_part):
        inner = part.find_table("figures") if part is not None else None
        if inner is None:
            continue
        own = read_figures(inner)
        for figure in own:
            _check_figure(inner, figure)
        figures += own
    place = open_part if open_part is not None else table
    note_repeats(place, "figures", [figure.name for figure in figures])
    return figures


def _check_figure(table: Table, figure: Figure) -> None:
    limit = FIGURE_LIMITS.get(figure.name)
    if limit is None:
        listed = ", ".join(FIGURE_LIMITS)
        words = (f"可用参数：{listed}", f"one of {listed}")
        table.wrong(figure.name, *words, found=figure.name)
    elif not 1 <= figure.value <= limit:
        words = (f"1 至 {limit} 的整数", f"a whole number from 1 to {limit}")
        table.wrong(figure.name, *words, found=figure.value)


def _check_names(table: Table, recognition: RecognitionTerms, named: Nameable) -> None:
    """Categories and modes are lists, the title is a choice, all of them declarations."""
    wanted: tuple[tuple[str, str | None, FactType], ...] = (
        ("categories", recognition.categories, "list"),
        ("modes", recognition.modes, "list"),
        ("title_by", recognition.title_by, "choice"),
    )
    for key, name, kind in wanted:
        fitting = [fact.name for fact in named.declarations if fact.type == kind]
        if name is not None and name not in fitting:
            listed = ", ".join(fitting) or "-"
            words = (f"类型 {kind} 的申报项：{listed}", f"a declaration of type {kind}: {listed}")
            table.wrong(key, *words, found=name)
    if not recognition.platform:
        for key in ("categories", "modes"):
            if table.has(key):
                table.wrong(key, f"platform = true 才写 {key}", f"{key} only with platform = true")
    _check_categories(table, recognition, named)


def _check_categories(table: Table, recognition: RecognitionTerms, named: Nameable) -> None:
    declared = [fact for fact in named.declarations if fact.name == recognition.categories]
    if named.categories is None:
        return
    for option in (option for fact in declared for option in fact.options):
        if option.value not in named.categories:
            listed = ", ".join(named.categories)
            words = (f"类别代码：{listed}", f"a category: {listed}")
            table.wrong("categories", *words, found=option.value)


def check_modes(
    table: Table, recognition: RecognitionTerms, declared: Sequence[Fact], funded: Collection[str]
) -> None:
    """The options of `modes` are tracks that a listed platform can take part in."""
    for option in (o for fact in declared if fact.name == recognition.modes for o in fact.options):
        if option.value not in funded:
            listed = ", ".join(funded) or "-"
            words = (f"要求平台参与的事项：{listed}", f"a track with a platform rule: {listed}")
            table.wrong("recognition.modes", *words, found=option.value)


def _check_obligations(table: Table, recognition: RecognitionTerms) -> None:
    """A duty and its date come together; who is reminded needs to know how long before."""
    for obligation, name in _FIGURE_OF.items():
        if table.has(obligation) and recognition.find_figure(name) is None:
            words = (f"{obligation} 须有参数 {name}", f"the figure {name} for {obligation}")
            table.wrong(f"figures.{name}", *words)
        if recognition.find_figure(name) is not None and not table.has(obligation):
            words = (
                f"写了 {name} 须有 {obligation} 表",
                f"a table {obligation}, as {name} is given",
            )
            table.wrong(obligation, *words)
    owing = any(table.has(obligation) for obligation in OBLIGATIONS)
    if owing and recognition.find_figure("remind_days") is None:
        words = ("提前提醒的天数 remind_days（可由年度文件填写）", "the figure remind_days")
        table.wrong("figures.remind_days", *words)
