"""A definition as entries: every part of it in words, each under a key that versions share."""

from collections.abc import Iterator

from models.programme.describe.editions import (
    contact_words,
    edition_words,
    pool_words,
    region_words,
    target_words,
)
from models.programme.describe.entries import UNKNOWN, Entry, Origin, origin_of
from models.programme.describe.tracks import track_entries
from models.rules.reasons import Text
from models.rules.terms.programme import EditionDefinition, Policy


def entries_of(definition: EditionDefinition) -> tuple[Entry, ...]:
    """The policy, the year, its money and every track, in the order of the files."""
    return tuple(_entries(definition))


def _entries(definition: EditionDefinition) -> Iterator[Entry]:
    yield from _policy(definition.policy)
    yield from _told(definition.policy)
    yield from _edition(definition)
    yield from _money(definition)
    for track in definition.tracks:
        yield from track_entries(track, definition.region_classes)


def _policy(policy: Policy) -> Iterator[Entry]:
    issued = "-" if policy.issued_on is None else policy.issued_on.isoformat()
    rows = (
        ("code", Text("政策代码", "Code"), Text(policy.code, policy.code)),
        ("title", Text("政策名称", "Title"), policy.title),
        ("authority", Text("主管部门", "Authority"), policy.authority),
        ("region", Text("地区", "Region"), policy.region),
        ("document", Text("依据文件", "Document"), Text(policy.document, policy.document)),
        ("issued_on", Text("印发日期", "Issued on"), Text(issued, issued)),
    )
    for name, label, words in rows:
        yield Entry(("policy", name), label, words, words)
    for clause in policy.clauses:
        label = Text(f"条款 {clause.id}", f"Clause {clause.id}")
        yield Entry(("clauses", clause.id), label, clause.text, clause, Origin(clause.cite))
    for target in policy.targets:
        label = Text(f"目标 {target.label.zh}", f"Target {target.label.en}")
        words = target_words(target)
        yield Entry(("targets", target.id), label, words, target, Origin(target.cite))


def _told(policy: Policy) -> Iterator[Entry]:
    """Whom to ask, what is often asked, and the notice, of which its length is enough to read."""
    for number, contact in enumerate(policy.contacts):
        label = Text(f"咨询 {contact.name.zh}", f"Contact {contact.name.en}")
        yield Entry(
            ("contacts", str(number)), label, contact_words(contact), contact, Origin(contact.cite)
        )
    for entry in policy.help:
        label = Text(f"问答 {entry.question.zh}", f"Question {entry.question.en}")
        yield Entry(("help", entry.id), label, entry.answer, entry, Origin(entry.cite))
    if policy.notice:
        signs = sum(map(len, policy.notice))
        words = Text(
            f"{len(policy.notice)} 段，共 {signs} 字",
            f"{len(policy.notice)} paragraphs, {signs} characters",
        )
        yield Entry(("policy", "notice"), Text("通知全文", "Notice"), words, policy.notice)


def _edition(definition: EditionDefinition) -> Iterator[Entry]:
    edition = definition.edition
    sources = {source.name: source for source in edition.sources}
    yield Entry(("edition",), Text("年度", "Edition"), edition.title, _identity(definition))
    for name, label, words in edition_words(edition):
        source = sources.get(name)
        value = (getattr(edition, name), source)
        come_from = UNKNOWN if source is None else origin_of(source)
        yield Entry(("edition_fields", name), label, words, value, come_from)


def _identity(definition: EditionDefinition) -> tuple[object, ...]:
    edition = definition.edition
    return (edition.code, edition.programme, edition.year, edition.title, edition.demonstration)


def _money(definition: EditionDefinition) -> Iterator[Entry]:
    queues = {track.pool for track in definition.tracks if track.selection == "first_come"}
    for pool in definition.pools:
        label = Text(
            f"资金池 {pool.code}（{pool.label.zh}）", f"Pool {pool.code} ({pool.label.en})"
        )
        readings = [source.reading for source in pool.sources if source.reading]
        cites = dict.fromkeys(source.cite for source in pool.sources if source.cite)
        come_from = Origin(
            "、".join(cites) or None,
            any(source.assumed for source in pool.sources),
            "；".join(readings) or None,
        )
        words = pool_words(pool, queued=pool.code in queues)
        yield Entry(("pools", pool.code), label, words, pool, come_from)
    for region in definition.region_classes:
        label = Text(f"地区类别 {region.label.zh}", f"Region class {region.label.en}")
        come_from = Origin(region.cite, region.assumed)
        words = region_words(region)
        yield Entry(("region_classes", region.code), label, words, region, come_from)
