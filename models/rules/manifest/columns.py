"""The columns of a list of clients for one track: what each is called, and what its cells hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from models.rules.award.copay import split_rates
from models.rules.line.order_key import CHINA
from models.rules.manifest import words
from models.rules.manifest.places_offered import cities_offered, districts_offered, sectors_offered
from models.rules.money import split_fee
from models.rules.places.own import NO_OWN, OwnPlaces
from models.rules.reasons import Text
from models.rules.terms.programme import EditionDefinition, Fact, FactType, Option, TrackTerms
from models.rules.text import limits
from models.rules.uscc import check_character
from models.rules.wording import value_in_words

Kind = Literal[
    "uscc", "line", "phone", "plan", "district", "city", "sector",
    "day", "moment", "money", "count", "yes_no", "files", "fact",
]  # fmt: skip
"""How its cells are read."""

_EXAMPLE_BODY = "91310000" + "0" * 9
EXAMPLE_USCC: Final = _EXAMPLE_BODY + check_character(_EXAMPLE_BODY)
"""Nobody's: an organisation code of zeros is not given out. A row that has it is the example."""

_TYPES: Final[dict[Kind, FactType]] = {
    "plan": "choice", "district": "choice", "city": "choice", "sector": "choice",
    "day": "date", "moment": "instant", "money": "money", "count": "int", "yes_no": "bool",
}  # fmt: skip
# What an application has beside its facts, and what the firm's record says under a fact's name.
_OWN_COLUMNS: Final = frozenset(
    {"signed_at", "paid_at", "fee_fen", "paid_fen", "registered_city", "in_service_zone",
     "registered_district"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanOnOffer:
    """A plan of the platform as its list may name it."""

    id: str
    title: str
    fee_fen: int


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the contract's; `field` the name of the value that its cells become.

    `most`: the longest text. `fact`: the one that it states, of the track.
    """

    name: str
    field: str
    kind: Kind
    label: Text
    help: Text
    example: str
    required: bool = True
    options: tuple[Option, ...] = ()
    also: tuple[str, ...] = ()
    most: int = limits.FACT_TEXT
    fact: Fact | None = None

    @property
    def type(self) -> FactType:
        """Of its values, as facts have types."""
        return _TYPES.get(self.kind, "text") if self.fact is None else self.fact.type


def columns_of(
    definition: EditionDefinition,
    track: TrackTerms,
    plans: Sequence[PlanOnOffer],
    own: OwnPlaces = NO_OWN,
) -> tuple[Column, ...]:
    """Firm, contract and payment, then what the track has stated by hand; no two have one label."""
    first_day = definition.edition.period_from.astimezone(CHINA).date()
    firm, contract = _of_firm(definition, own), _of_contract(track, plans, first_day)
    return tuple(_told_apart([*firm, *contract, *_facts(track)]))


def _of_firm(definition: EditionDefinition, own: OwnPlaces) -> Iterator[Column]:
    districts, cities = districts_offered(definition, own), cities_offered(definition, own)
    name = limits.FIRM_NAME
    yield _column("uscc", "uscc", "uscc", EXAMPLE_USCC)
    yield _column("enterprise_name", "name", "line", words.EXAMPLE_FIRM, most=name)
    yield _column("district", "district", "district", str(districts[0].value), options=districts)
    city = str(cities[0].value)
    yield _column("registered_city", "registered_city", "city", city, options=cities)
    yield _column("sector", "sector", "sector", words.EXAMPLE_SECTOR, options=sectors_offered())
    yield _column("employees", "employees", "count", "35")
    yield _column("annual_revenue_yuan", "annual_revenue_fen", "money", "12,000,000.00")
    yield _column("registered_on", "registered_on", "day", "2015-06-18")
    yield _column("in_service_zone", "in_service_zone", "yes_no", "否", required=False)
    yield _column("contact_phone", "contact_phone", "phone", "13800138000")


def _of_contract(
    track: TrackTerms, plans: Sequence[PlanOnOffer], first_day: date
) -> Iterator[Column]:
    plan = plans[0] if plans else PlanOnOffer("", words.NO_PLAN.zh, 0)
    paid_fen = plan.fee_fen
    if track.award.kind == "copay":
        paid_fen = split_fee(plan.fee_fen, split_rates(track.award)).enterprise_fen
    offered = tuple(Option(one.id, Text(one.title, one.title)) for one in plans)
    signed, paid = first_day + timedelta(days=1), first_day + timedelta(days=8)
    name, number = limits.FIRM_NAME, limits.PAPER_NUMBER
    yield _column("plan", "plan_id", "plan", plan.title, options=offered)
    yield _column("contract_no", "contract_no", "line", f"FW-{signed.year}-0001", most=number)
    yield _column("signed_at", "signed_at", "moment", f"{signed} 10:30")
    yield _column("paid_at", "paid_at", "moment", f"{paid} 14:05:20")
    yield _column("fee_yuan", "fee_fen", "money", _yuan(plan.fee_fen))
    yield _column("paid_yuan", "paid_fen", "money", _yuan(paid_fen))
    yield _column("payer", "payer", "line", words.EXAMPLE_FIRM, required=False, most=name)
    yield _column("voucher_no", "voucher_no", "line", "", required=False, most=number)
    yield _column("files", "files", "files", "", required=False)


def _column(
    name: str,
    field: str,
    kind: Kind,
    example: str,
    *,
    required: bool = True,
    options: tuple[Option, ...] = (),
    most: int = limits.FACT_TEXT,
) -> Column:
    told = words.COLUMNS[name]
    return Column(
        name, field, kind, told.label, told.help, example, required, options, told.also, most
    )


def _facts(track: TrackTerms) -> Iterator[Column]:
    derived: set[str] = set()
    if track.clients is not None:
        terms = track.clients
        derived = {terms.fees, terms.count, terms.outside, terms.newly_signed}
    for fact in track.stated:
        if fact.name not in _OWN_COLUMNS and fact.name not in derived:
            yield _of_fact(fact)


def _of_fact(fact: Fact) -> Column:
    label, name = fact.label, fact.name
    if fact.type == "money":
        label, name = words.in_yuan(label), name.removesuffix("_fen") + "_yuan"
    elif fact.type == "ratio":
        label, name = words.in_percent(label), name.removesuffix("_bp") + "_percent"
    return Column(
        name,
        f"facts.{fact.name}",
        "fact",
        label,
        words.fact_help(fact),
        _fact_example(fact),
        fact.required and fact.default is None,
        fact.options,
        (fact.label.zh,),
        fact=fact,
    )


def _fact_example(fact: Fact) -> str:
    if fact.options:
        return fact.options[0].label.zh
    least = fact.minimum or 0
    if fact.type == "money":
        return _yuan(max(least, 100_000))
    if fact.type == "int":
        return str(max(least, 1))
    if fact.type == "ratio":
        return value_in_words(fact, max(least, 5000)).zh
    return words.EXAMPLES[fact.type]


def _yuan(amount_fen: int) -> str:
    whole, rest = divmod(amount_fen, 100)
    return f"{whole:,}.{rest:02d}"


def _told_apart(columns: Sequence[Column]) -> Iterator[Column]:
    """A label that two facts share is followed by the name."""
    seen: set[str] = set()
    for column in columns:
        if column.label.zh in seen:
            label = Text(
                f"{column.label.zh}（{column.name}）", f"{column.label.en} ({column.name})"
            )
            yield Column(
                column.name, column.field, column.kind, label, column.help, column.example,
                column.required, column.options, (), column.most, column.fact,
            )  # fmt: skip
        else:
            yield column
        seen.add(column.label.zh)
