"""The working of an award: its steps, its sum, and the lines that several kinds share."""

from dataclasses import dataclass

from models.rules.award.inputs import Inputs
from models.rules.money import percent
from models.rules.reasons import Reason, Text
from models.rules.terms.award import Award, CapScope, Figure

AWARD = "award_fen"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the working: what it says, the amount it comes to (fen), where it comes from.

    `assumed` lines rest on the edition and cite nothing; `source`: the document of the clause, if
    it is not the programme's own notice.
    """

    text: Text
    amount_fen: int | None
    cite: str | None = None
    assumed: bool = False
    reading: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class CapUse:
    """What the cap left: `paid_before_fen` was had under it before, `capped` if it cut the award."""

    cap_fen: int
    per: CapScope
    paid_before_fen: int
    capped: bool


@dataclass(frozen=True, slots=True)
class Working:
    """`award_fen` is None while a fact is `missing`, or where the deciding body sets it.

    `tiers`: the thresholds (fen) that are crossed for the first time, each paid once. `nothing`:
    why the formula comes to 0 fen, None where it does not or no money is involved.
    """

    award_fen: int | None
    steps: tuple[Step, ...] = ()
    missing: tuple[str, ...] = ()
    tiers: tuple[int, ...] = ()
    nothing: Reason | None = None
    cap: CapUse | None = None


def unknown(missing: tuple[str, ...]) -> Working:
    """The working of an award that cannot be told yet."""
    return Working(award_fen=None, missing=missing)


def base_step(given: Inputs, names: tuple[str, ...]) -> Step:
    """The first line of a working: the base itself, the sum of these money facts."""
    award = given.award
    label = award.base_label or given.name_of(names)
    return by_terms(award, label, given.sum_of(names))


def by_terms(award: Award, text: Text, amount_fen: int | None) -> Step:
    """A line that rests on the award's own sentence, as it was read."""
    return Step(text, amount_fen, award.cite, reading=award.reading)


def by_figure(award: Award, figure: Figure, text: Text, amount_fen: int | None) -> Step:
    """A line that rests on one number: its clause, or that the edition assumed it."""
    cite = None if figure.assumed else figure.cite or award.cite
    return Step(text, amount_fen, cite, figure.assumed, figure.reading, figure.source)


def no_money(steps: tuple[Step, ...], code: str, why: Step) -> Working:
    """A working that comes to 0 fen, as its line `why` says; the lines before it are `steps`."""
    return Working(0, (*steps, why), nothing=as_nothing(code, why))


def as_nothing(code: str, why: Step) -> Reason:
    """The line that leaves nothing to be paid, as a reason."""
    return Reason(AWARD, code, why.text, why.cite, why.assumed, why.reading)


def rate_words(award: Award, figure: Figure) -> Text:
    """A rate after a Chinese word; 最高 where the notice gives only a ceiling."""
    rate = percent(figure.value)
    return Text(f"最高 {rate}", f"at most {rate}") if award.at_most else Text(f" {rate}", rate)


def rate_step(award: Award, figure: Figure, amount_fen: int) -> Step:
    """The line of a rate: what it makes of the base before it."""
    words = rate_words(award, figure)
    text = Text(f"按{words.zh} 计算", f"At {words.en}")
    return by_figure(award, figure, text, amount_fen)


def cap_step(award: Award, cap: Figure, amount_fen: int) -> Step:
    """The line that says a cap was reached."""
    return by_figure(award, cap, Text("按上限计算", "Limited by the cap"), amount_fen)
