"""Shows one edition in full: its source, and each track with its rules and clauses."""

from collections.abc import Iterator, Sequence

from msgspec.structs import asdict

from models.programme.describe.editions import edition_words, pool_words
from models.rules.reasons import Text
from models.rules.terms.programme import EditionTerms, PoolRule, ValueSource
from server.features.programmes.help import contact_views
from server.features.programmes.list import count_platforms, edition_statuses, programme_item
from server.features.programmes.published import get_edition
from server.features.programmes.schemas import (
    ClauseView,
    PoolTermsView,
    ProgrammeView,
    ProvenanceView,
    SourceView,
)
from server.features.programmes.show_track import track_views
from server.ports import Ports


async def show_programme(code: str, *, english: bool, ports: Ports) -> ProgrammeView:
    """The edition of that code with its current rules. Raises NotFound."""
    edition = await get_edition(code)
    statuses = await edition_statuses([edition], ports=ports)
    rules = edition.definition
    return ProgrammeView(
        **asdict(programme_item(edition, statuses[code], await count_platforms(), english=english)),
        source=SourceView(rules.policy.document, rules.policy.issued_on),
        period_from=rules.edition.period_from,
        period_to=rules.edition.period_to,
        settles_on=rules.edition.settles_on,
        clauses=[
            ClauseView(clause.id, clause.text.in_language(english), clause.cite)
            for clause in rules.policy.clauses
        ],
        contacts=contact_views(rules.policy, english),
        tracks=track_views(rules, english, ports.fact_guides),
        pools=[_pool(pool, english) for pool in rules.pools],
        provenance=[*_of_the_year(rules.edition, english), *_of_the_money(rules.pools, english)],
    )


def _of_the_year(edition: EditionTerms, english: bool) -> Iterator[ProvenanceView]:
    words = {name: (label, value) for name, label, value in edition_words(edition)}
    for source in edition.sources:
        label, value = words[source.name]
        yield _provenance(source.name, label, value, source, english)


def _of_the_money(pools: Sequence[PoolRule], english: bool) -> Iterator[ProvenanceView]:
    """The pools' own values under `pools.<code>.<field>`."""
    for pool in pools:
        words = pool_words(pool, queued=True)
        for source in pool.sources:
            yield _provenance(
                f"pools.{pool.code}.{source.name}", pool.label, words, source, english
            )


def _provenance(
    name: str, label: Text, value: Text, source: ValueSource, english: bool
) -> ProvenanceView:
    return ProvenanceView(
        name,
        label.in_language(english),
        value.in_language(english),
        source.cite,
        source.assumed,
        source.reading,
    )


def _pool(pool: PoolRule, english: bool) -> PoolTermsView:
    return PoolTermsView(
        pool.code,
        pool.label.in_language(english),
        pool.order,
        pool.last_award,
        pool.last_award_min_fen,
    )
