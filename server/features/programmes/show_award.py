"""Shows an award with every number that it is worked out by, and where each comes from."""

from collections.abc import Sequence

from models.programme.describe.awards import figure_label, figure_words, row_label, row_words
from models.rules.reasons import Text
from models.rules.terms.programme import Figure, TrackTerms
from server.features.programmes.track_schemas import FigureView, TrackAwardView


def award_view(track: TrackTerms, english: bool) -> TrackAwardView:
    """Its parameters, then the rows of its table."""
    award = track.award
    figures = [
        _figure(one, figure_label(one, award), figure_words(one), english) for one in award.figures
    ]
    rows = [
        _figure(row.figure, row_label(award, row, track.stated), row_words(award, row), english)
        for row in award.table
    ]
    assumed = award.assumed or any(one.assumed for one in (*figures, *rows))
    text = award.text.in_language(english)
    return TrackAwardView(award.kind, text, award.cite, assumed, award.reading, figures + rows)


def figure_views(figures: Sequence[Figure], english: bool) -> list[FigureView]:
    """Numbers that belong to no award, such as the years of a title."""
    return [_figure(one, figure_label(one), figure_words(one), english) for one in figures]


def _figure(figure: Figure, label: Text, words: Text, english: bool) -> FigureView:
    return FigureView(
        figure.name,
        label.in_language(english),
        figure.value,
        words.in_language(english),
        figure.cite,
        figure.assumed,
        figure.reading,
        figure.source,
    )
