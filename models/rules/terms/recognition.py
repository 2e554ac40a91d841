"""The terms of a recognition: which list an approval enters, for how long, and what it obliges to."""

from dataclasses import dataclass
from typing import Literal

from models.rules.reasons import Text
from models.rules.terms.award import Figure

Span = Literal["year", "standing"]
Obligation = Literal["re_review", "summary"]


@dataclass(frozen=True, slots=True)
class RecognitionTerms:
    """An approval on this track enters the programme's public list.

    `span`: `year` for the list of the edition alone, `standing` until it is withdrawn. `platform`:
    the holder is one from then on that SMEs can browse; `categories` and `modes` name the
    declarations with its functions and with the funding tracks that it takes part in.
    `title_by` names a declaration whose option is the title, where there are several.
    Figures: `review_years` (re-review), `remind_days` (reminders), `summary_month` (the summary of
    a year is due by the end of that month of the next).
    """

    title: Text
    span: Span
    cite: str | None = None
    assumed: bool = False
    reading: str | None = None
    platform: bool = False
    categories: str | None = None
    modes: str | None = None
    title_by: str | None = None
    figures: tuple[Figure, ...] = ()

    def find_figure(self, name: str) -> Figure | None:
        """The parameter, or None if there is none of that name."""
        return next((figure for figure in self.figures if figure.name == name), None)


@dataclass(frozen=True, slots=True)
class Renewal:
    """Why a track exists beside another: what the holders of that one's title owe."""

    of: str
    obligation: Obligation
