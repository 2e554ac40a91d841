"""What may not come together: the policy's exclusions, with the scope that an edition sets."""

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from models.programme.reader.provenance import find_given_word, read_provenance
from models.programme.reader.table import Table, note_repeats
from models.rules.terms.programme import Exclusion, ExclusionKind, Fact

EXCLUSION_KINDS: tuple[ExclusionKind, ...] = get_args(ExclusionKind)
_TAKES_NO_SLOT = "received_elsewhere"


def read_exclusions(
    policy: Table, edition: Table | None, facts: Sequence[Fact], declarations: Sequence[Fact]
) -> tuple[Exclusion, ...]:
    """The exclusions of the policy, then those that an edition adds as a list.

    As a table, an edition sets the scope of the policy's by their ids.
    """
    adds = edition is not None and isinstance(edition.raw.get("exclusions"), list)
    scopes = edition.find_table("exclusions") if edition and not adds else None
    listed = [*policy.listed_tables("exclusions")]
    if edition is not None and adds:
        listed += edition.listed_tables("exclusions")
    exclusions = []
    for inner in listed:
        exclusion = _scoped(_read_exclusion(inner), scopes)
        _check_fact(inner, exclusion, facts)
        _check_per(inner, exclusion, [*facts, *declarations])
        if exclusion.kind == "no_stacking" and exclusion.group is None:
            inner.wrong("group", "no_stacking 须写 group", "a group, as it is no_stacking")
        exclusions.append(exclusion)
    place = edition if edition is not None and adds else policy
    note_repeats(place, "exclusions", [exclusion.id for exclusion in exclusions])
    if scopes:
        scopes.done()
    return tuple(exclusions)


def _read_exclusion(table: Table) -> Exclusion:
    origin = read_provenance(table)
    exclusion = Exclusion(
        id=table.code("id"),
        kind=table.one_of("kind", EXCLUSION_KINDS),
        text=table.text("text"),
        group=table.find_string("group"),
        waivable=table.boolean("waivable", default=False),
        cite=origin.cite,
        assumed=origin.assumed,
        reading=origin.reading,
        per=table.strings("per"),
        fact=table.find_string("fact"),
    )
    table.done()
    return exclusion


def _scoped(exclusion: Exclusion, scopes: Table | None) -> Exclusion:
    stated = find_given_word(scopes, exclusion.id, EXCLUSION_KINDS) if scopes else None
    if stated is None:
        return exclusion
    kind = next(kind for kind in EXCLUSION_KINDS if kind == stated[0])
    return replace(exclusion, kind=kind, assumed=exclusion.assumed or stated[1].assumed)


def _check_fact(table: Table, exclusion: Exclusion, facts: Sequence[Fact]) -> None:
    """Money received elsewhere is deducted, so it must be a money fact; others name none."""
    if exclusion.kind != _TAKES_NO_SLOT:
        if exclusion.fact is not None:
            text = ("只有 received_elsewhere 写 fact", "a fact only with received_elsewhere")
            table.wrong("fact", *text)
        return
    money = [fact.name for fact in facts if fact.type == "money"]
    if exclusion.fact not in money:
        listed = ", ".join(money) or "-"
        table.wrong("fact", f"金额类事实：{listed}", f"a money fact: {listed}")


def _check_per(table: Table, exclusion: Exclusion, stated: Sequence[Fact]) -> None:
    if exclusion.per and exclusion.kind == _TAKES_NO_SLOT:
        table.wrong("per", "received_elsewhere 不写 per", "no per with received_elsewhere")
    names = [fact.name for fact in stated]
    for name in exclusion.per:
        if name not in names:
            listed = ", ".join(names) or "-"
            words = (f"事实或申报项：{listed}", f"a fact or declaration: {listed}")
            table.wrong("per", *words, found=name)
