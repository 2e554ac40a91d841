"""The working of an award: its steps, its sum, and the base it is worked out from."""

from dataclasses import dataclass

from models.rules.facts import FactValues
from models.rules.money import percent
from models.rules.programme import Award, Figure
from models.rules.reasons import Text


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the working: what it says, the amount it comes to (fen), its clause."""

    text: Text
    amount_fen: int | None
    cite: str | None = None


@dataclass(frozen=True, slots=True)
class Working:
    """`award_fen` is None while a fact is `missing`, or where the deciding body sets it."""

    award_fen: int | None
    steps: tuple[Step, ...] = ()
    missing: tuple[str, ...] = ()


def base_amount(award: Award, values: FactValues) -> int | None:
    """The sum (fen) of the award's base facts; None while one is not given."""
    amounts = [values.get(name) for name in award.base]
    if any(amount is None for amount in amounts):
        return None
    return sum(amount for amount in amounts if isinstance(amount, int))


def base_missing(award: Award, values: FactValues) -> Working:
    """The working of an award whose base is not known yet."""
    missing = tuple(name for name in award.base if name not in values)
    return Working(award_fen=None, missing=missing)


def base_step(award: Award, amount_fen: int) -> Step:
    """The first line of a working: the base itself."""
    label = award.base_label or Text("计算基数", "Base amount")
    return Step(label, amount_fen, award.cite)


def rate_words(award: Award, figure: Figure) -> Text:
    """A rate as a person reads it; 最高 where the notice gives only a ceiling."""
    rate = percent(figure.value)
    return Text(f"最高 {rate}", f"at most {rate}") if award.at_most else Text(rate, rate)


def cap_step(cap: Figure, amount_fen: int) -> Step:
    """The line that says a cap was reached."""
    return Step(Text("按上限计算", "Limited by the cap"), amount_fen, cap.cite)
