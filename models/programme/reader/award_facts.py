"""Which facts an award may name: declared ones, of the type that its kind works with."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final, get_args

from models.programme.reader.award_checks import check_keys, option_keys
from models.programme.reader.table import Table, note_repeats
from models.rules.award.kind import NamedFact, Term
from models.rules.award.kinds import KINDS
from models.rules.terms.award import Award
from models.rules.terms.conditions import Fact

TERMS: tuple[Term, ...] = get_args(Term)
_TYPE_WORDS: Final = MappingProxyType(
    {
        "money": ("金额类", "money"),
        "int": ("整数类", "int"),
        "ratio": ("比例类", "ratio"),
        "choice": ("单选类", "choice"),
        "bool": ("是非类", "bool"),
        "list": ("多选类", "list"),
    }
)


def check_facts(table: Table, award: Award, facts: Sequence[Fact]) -> None:
    """The base, the variants, and every other term that names a fact."""
    _check_base(table, award, facts)
    _check_variants(table, award, facts)
    named = {named.term: named for named in KINDS[award.kind].named}
    for term in TERMS:
        _check_term(table, term, award, named=named.get(term), facts=facts)
    if award.received:
        _check_name(table, "received", award.received, facts, ("money",))


def _check_base(table: Table, award: Award, facts: Sequence[Fact]) -> None:
    kind = KINDS[award.kind]
    if (kind.base is not None) != bool(award.base or award.variants):
        wanted = (f"{award.kind} 的基数", f"the base of {award.kind}")
        none = (f"{award.kind} 没有基数", f"no base for {award.kind}")
        table.wrong("base", *(none if kind.base is None else wanted))
    if award.base and award.variants:
        table.wrong("base", "base 与 variants 之一", "either base or variants")
    note_repeats(table, "base", award.base)
    for name in award.base:
        _check_name(table, "base", name, facts, (kind.base or "money",))


def _check_variants(table: Table, award: Award, facts: Sequence[Fact]) -> None:
    if not award.variants:
        return
    by = next((fact for fact in facts if fact.name == award.by), None)
    if not KINDS[award.kind].variants or by is None:
        wanted = (
            "share 有 by 才有 variants",
            "variants only for share with the fact `by`",
        )
        table.wrong("variants", *wanted)
        return
    check_keys(table, "variants", [variant.key for variant in award.variants], option_keys(by))
    for variant in award.variants:
        place = f"variants.{variant.key}"
        if not variant.base:
            table.wrong(place, "至少一项金额事实", "at least one money fact", found=[])
        note_repeats(table, place, variant.base)
        for name in variant.base:
            _check_name(table, place, name, facts, ("money",))


def _check_term(
    table: Table, term: Term, award: Award, *, named: NamedFact | None, facts: Sequence[Fact]
) -> None:
    name: str | None = getattr(award, term)
    if named is None:
        if name is not None:
            table.wrong(term, f"{award.kind} 没有此项", f"nothing of that name for {award.kind}")
    elif name is not None:
        _check_name(table, term, name, facts, named.types)
    elif named.needed:
        table.wrong(term, f"{award.kind} 须有 {term}", f"{award.kind} needs {term}")
    if term == "by" and named and name is not None and not (award.table or award.variants):
        table.wrong("by", "by 须配 table 或 variants", "a table or variants to go with `by`")


def _check_name(
    table: Table, key: str, name: str, facts: Sequence[Fact], types: Sequence[str]
) -> None:
    good = [fact.name for fact in facts if fact.type in types]
    if name in good:
        return
    listed = ", ".join(good) or "-"
    zh = "或".join(_TYPE_WORDS[kind][0] for kind in types)
    en = " or ".join(_TYPE_WORDS[kind][1] for kind in types)
    article = "an" if en.startswith("int") else "a"
    table.wrong(key, f"{zh}事实：{listed}", f"{article} {en} fact: {listed}", found=name)
