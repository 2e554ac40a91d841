"""The working of an award: its steps, its sum, and the lines that several kinds share."""

from dataclasses import dataclass

from models.rules.award.inputs import Inputs
from models.rules.money import percent
from models.rules.reasons import Text
from models.rules.terms.award import Award, Figure


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the working: what it says, the amount it comes to (fen), its clause."""

    text: Text
    amount_fen: int | None
    cite: str | None = None


@dataclass(frozen=True, slots=True)
class Working:
    """`award_fen` is None while a fact is `missing`, or where the deciding body sets it.

    `tiers`: the thresholds (fen) that are crossed for the first time, each paid once.
    """

    award_fen: int | None
    steps: tuple[Step, ...] = ()
    missing: tuple[str, ...] = ()
    tiers: tuple[int, ...] = ()


def unknown(missing: tuple[str, ...]) -> Working:
    """The working of an award that cannot be told yet."""
    return Working(award_fen=None, missing=missing)


def base_step(given: Inputs, names: tuple[str, ...]) -> Step:
    """The first line of a working: the base itself, the sum of these money facts."""
    award = given.award
    return Step(award.base_label or given.name_of(names), given.sum_of(names), award.cite)


def rate_words(award: Award, figure: Figure) -> Text:
    """A rate after a Chinese word; 最高 where the notice gives only a ceiling."""
    rate = percent(figure.value)
    return Text(f"最高 {rate}", f"at most {rate}") if award.at_most else Text(f" {rate}", rate)


def rate_step(award: Award, figure: Figure, amount_fen: int) -> Step:
    """The line of a rate: what it makes of the base before it."""
    words = rate_words(award, figure)
    text = Text(f"按{words.zh} 计算", f"At {words.en}")
    return Step(text, amount_fen, figure.cite or award.cite)


def cap_step(cap: Figure, amount_fen: int) -> Step:
    """The line that says a cap was reached."""
    return Step(Text("按上限计算", "Limited by the cap"), amount_fen, cap.cite)
