"""`grade`: a fixed amount by recognised grade or level."""

from models.rules.award.inputs import Inputs
from models.rules.award.share import NOT_SUPPORTED, not_supported
from models.rules.award.working import Working, by_figure, no_money, unknown
from models.rules.reasons import Text


def grade(given: Inputs) -> Working:
    """The amount of the declared grade; 0 for a grade that has no row."""
    award = given.award
    by = award.by or ""
    missing = given.missing(by)
    if missing:
        return unknown(missing)
    row = given.row(by)
    if row is None:
        return no_money((), NOT_SUPPORTED, not_supported(given, by))
    label, words = given.label(by), given.words(by)
    text = Text(f"{label.zh}：{words.zh}", f"{label.en}: {words.en}")
    amount = row.figure.value
    return Working(amount, (by_figure(award, row.figure, text, amount),))
