"""What a firm may get, for ten thousand firms: each within 50 ms, and each as its estimates say."""

import random
from collections.abc import Sequence
from datetime import date
from time import perf_counter, process_time

from prometheus_client import CollectorRegistry

from bench.case import Bench, Found, Table
from bench.estimates import demonstrations, publish
from models.rules.eligibility.region import region_class_of
from models.rules.estimate import estimate
from models.rules.matching import KnownFirm, known_values
from models.rules.places.atlas import atlas
from models.rules.places.sectors import sectors
from models.rules.terms.programme import EditionDefinition
from models.tables.ids import new_id
from server.compose import build_ports, close_ports, open_ports
from server.features.matches.find import OwnFirm, find_matches
from server.features.matches.schemas import MatchItem
from storage.postgres.core.connect import close_postgres, open_postgres

LIMIT_MS = 50
_HEADINGS = (
    *("firms", "tracks", "p50", "p99", "most", f"≤ {LIMIT_MS} ms", "processor a firm"),
    "unlike an estimate",
)
_WARM_UP = 20
_HOMES = [("上海市", "浦东新区"), ("丽水市", "莲都区"), ("重庆市", "荣昌区"), ("扬州市", "广陵区")]


async def measure_matches(bench: Bench) -> list[Found]:
    """The whole call but for HTTP: what is open, the money left, every track judged, in order."""
    definitions = demonstrations()
    await publish(bench, definitions)
    known = {one.edition.code: one for one in definitions}
    ports = build_ports(bench.stage.settings, CollectorRegistry())
    await open_postgres(bench.stage.settings.postgres_dsn, pool_size=2)
    await open_ports(ports)
    draw = random.Random(20261129)
    firms = [_firm(draw) for _ in range(bench.choose(10_000, 500))]
    took, worked, unlike, tracks = list[float](), 0.0, 0, 0
    try:
        for firm in firms[:_WARM_UP]:
            await find_matches(firm, english=False, ports=ports)
        for number, firm in enumerate(firms):
            own = OwnFirm(new_id(), f"{number:018}")
            began, before = perf_counter(), process_time()
            items = await find_matches(firm, english=False, ports=ports, own=own)
            took.append(1000 * (perf_counter() - began))
            worked += 1000 * (process_time() - before)
            tracks = len(items)
            unlike += sum(_differs(item, known, firm) for item in items)
    finally:
        await close_ports(ports)
        await close_postgres()
    return [Table("matches", (_HEADINGS, _row(took, worked, tracks, unlike)))]


def _row(took: Sequence[float], worked: float, tracks: int, unlike: int) -> tuple[str, ...]:
    ordered = sorted(took)
    middle, high = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
    figures = (f"{middle:.1f} ms", f"{high:.1f} ms", f"{ordered[-1]:.1f} ms")
    each = f"{worked / len(took):.1f} ms"
    within = "yes" if high <= LIMIT_MS else "NO"
    return (f"{len(took):,}", str(tracks), *figures, within, each, str(unlike))


def _differs(item: MatchItem, known: dict[str, EditionDefinition], firm: KnownFirm) -> bool:
    """Whether it says anything else than one estimate of the same facts."""
    definition = known.get(item.edition)
    track = None if definition is None else definition.find_track(item.track)
    if definition is None or track is None:
        return False
    region_class = region_class_of(definition, firm.district)
    found = estimate(track, known_values(track, firm), region_class)
    said = (item.eligible, item.award_fen, item.missing)
    return said != (found.eligible, found.award_fen, list(found.missing))


def _firm(draw: random.Random) -> KnownFirm:
    """Half of them at home in a city that has a programme, of any business and size; half of them
    answered some questions."""
    places = [(one.city, one.value) for one in atlas().districts]
    city, district = draw.choice(_HOMES if draw.random() < 0.5 else places)
    answers: dict[str, object] = {}
    if draw.random() < 0.5:
        names = ("no_same_kind_support", "is_ecommerce_firm", "independent_legal_entity")
        answers = {name: draw.random() < 0.8 for name in names}
    return KnownFirm(
        city,
        district,
        draw.random() < 0.5,
        draw.choice(sectors()).value,
        draw.choice((3, 42, 400, 3000)),
        draw.choice((1_000_000, 1_800_000_000, 90_000_000_000)),
        date(2015, 3, 2),
        answers,
    )
