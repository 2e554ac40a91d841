"""A definition as entries: every part of it in words, each under a key that versions share."""

from collections.abc import Iterator

from models.programme_words.editions import edition_words, pool_words, region_words, target_words
from models.programme_words.entries import Entry, origin, plus
from models.programme_words.tracks import track_entries
from models.rules.programme import EditionDefinition, Policy
from models.rules.reasons import Text


def entries_of(definition: EditionDefinition) -> tuple[Entry, ...]:
    """The policy, the year, its money and every track, in the order of the files."""
    return tuple(_entries(definition))


def _entries(definition: EditionDefinition) -> Iterator[Entry]:
    yield from _policy(definition.policy)
    yield from _edition(definition)
    yield from _money(definition)
    for track in definition.tracks:
        yield from track_entries(track, definition.region_classes)


def _policy(policy: Policy) -> Iterator[Entry]:
    issued = "-" if policy.issued_on is None else policy.issued_on.isoformat()
    rows = (
        ("code", Text("政策代码", "Code"), Text(policy.code, policy.code), policy.code),
        ("title", Text("政策名称", "Title"), policy.title, policy.title),
        ("authority", Text("主管部门", "Authority"), policy.authority, policy.authority),
        ("region", Text("地区", "Region"), policy.region, policy.region),
        ("document", Text("依据文件", "Document"), Text(policy.document, policy.document), None),
        ("issued_on", Text("印发日期", "Issued on"), Text(issued, issued), None),
    )
    for name, label, words, value in rows:
        yield Entry(("policy", name), label, words, value or words)
    for clause in policy.clauses:
        label = Text(f"条款 {clause.id}", f"Clause {clause.id}")
        yield Entry(("clauses", clause.id), label, plus(clause.text, origin(clause.cite)), clause)
    for target in policy.targets:
        label = Text(f"目标 {target.label.zh}", f"Target {target.label.en}")
        words = plus(target_words(target), origin(target.cite))
        yield Entry(("targets", target.id), label, words, target)


def _edition(definition: EditionDefinition) -> Iterator[Entry]:
    edition = definition.edition
    sources = {source.name: source for source in edition.sources}
    yield Entry(("edition",), Text("年度", "Edition"), edition.title, _identity(definition))
    for name, label, words in edition_words(edition):
        source = sources.get(name)
        value = (getattr(edition, name), source)
        if source is not None:
            words = plus(words, origin(source.cite, source.assumed, source.reading))
        yield Entry(("edition_fields", name), label, words, value)


def _identity(definition: EditionDefinition) -> tuple[object, ...]:
    edition = definition.edition
    return (edition.code, edition.programme, edition.year, edition.title, edition.demonstration)


def _money(definition: EditionDefinition) -> Iterator[Entry]:
    for pool in definition.pools:
        label = Text(f"资金池 {pool.code}({pool.label.zh})", f"Pool {pool.code}")
        assumed = any(source.assumed for source in pool.sources)
        yield Entry(
            ("pools", pool.code), label, plus(pool_words(pool), origin(None, assumed)), pool
        )
    for region in definition.region_classes:
        label = Text(f"地区类别 {region.label.zh}", f"Region class {region.label.en}")
        words = plus(region_words(region), origin(region.cite, region.assumed))
        yield Entry(("region_classes", region.code), label, words, region)
