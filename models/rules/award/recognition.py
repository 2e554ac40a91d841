"""`none`: a title or a place on a list, and no money."""

from models.rules.award.inputs import Inputs
from models.rules.award.working import Working, by_terms
from models.rules.reasons import Text

RECOGNITION_ONLY = Text("仅认定，不涉及资金", "Recognition only; no money is involved")


def recognition(given: Inputs) -> Working:
    """Always 0 fen."""
    return Working(0, (by_terms(given.award, RECOGNITION_ONLY, 0),))
