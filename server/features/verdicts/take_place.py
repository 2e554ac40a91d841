"""Places that belong to a grade: an approval takes one of its own, or is refused."""

from models.rules.award.inputs import option_key
from models.rules.reasons import Reason, Text
from models.rules.terms.conditions import Fact
from models.rules.terms.programme import AwardRow, PlacesRule
from models.tables.enterprises import Enterprise
from server.features.applications.assessment import read_stated, stated_by
from server.features.reviews.case import Case
from server.features.reviews.refusals import Exhausted
from storage.postgres.core.transaction import Tx
from storage.postgres.money.places import count_others

_FULL = Text(
    "本年度名额已满，不能再审批通过；请作不予通过，或待名额增加",
    "All places of this year are taken",
)


async def take_place(tx: Tx, case: Case) -> None:
    """The application is approved already in this transaction. Raises Exhausted, naming the grade.

    Where the rule has no number for its option, there may be any.
    """
    rule = case.track.places
    fact = case.track.find_fact(rule.by) if rule else None
    if rule is None or fact is None:
        return
    option = await _option(tx, fact, case)
    row = _row(rule, option)
    if row is None or option is None:
        return
    taken = await count_others(
        tx,
        case.application.edition_id,
        case.application.track,
        fact=fact.name,
        option=option,
        default=None if fact.default is None else option_key(fact.default),
        apart_from=case.application.id,
    )
    if taken >= row.figure.value:
        raise Exhausted(_FULL, errors=[_reason(fact, row)])


async def _option(tx: Tx, fact: Fact, case: Case) -> str | None:
    """As it is judged: stated, or from the firm's record."""
    application, track = case.application, case.track
    firm = await Enterprise.get_or_none(id=application.enterprise_id, using_db=tx.connection)
    values = read_stated(track, stated_by(application, application.facts, firm)).values
    return option_key(values[fact.name]) if fact.name in values else None


def _row(rule: PlacesRule, option: str | None) -> AwardRow | None:
    return next((row for row in rule.rows if row.key == option), None)


def _reason(fact: Fact, row: AwardRow) -> Reason:
    labels = [option.label for option in fact.options if option_key(option.value) == row.key]
    label, most = labels[0] if labels else Text(row.key, row.key), row.figure.value
    text = Text(
        f"{fact.label.zh}“{label.zh}”每年不超过 {most} 个，本年度已满，请作不予通过，或待名额增加",
        f"At most {most} a year for {fact.label.en} {label.en}; all are taken",
    )
    return Reason(f"facts.{fact.name}", "exhausted", text, row.figure.cite)
