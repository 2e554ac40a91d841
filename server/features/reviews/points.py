"""Lists what a review goes through, in its order: papers, then what was stated."""

from collections.abc import Iterator

from models.programme.paper_guides import PaperGuides
from models.rules.moments import NAMES, moments_of
from models.rules.money import yuan
from models.rules.reasons import Text
from models.rules.terms.programme import TrackTerms
from models.rules.wording import day_in_words, moment_in_words, value_in_words
from models.tables.applications import Application
from server.clock import SHANGHAI
from server.features.applications.assessment import read_stated, stated_by
from server.features.applications.standing_items import CLIENTS, PARTICULARS, item_label
from server.features.reviews.point_schema import ReviewPoint

_ORDER = ("contract_no", "signed_at", "fee_fen", "paid_at", "paid_fen", "payer", "voucher_no")


def list_points(
    track: TrackTerms, application: Application, *, guides: PaperGuides, english: bool
) -> list[ReviewPoint]:
    """`application` with its firm. Particulars that nobody filled in are left out."""
    return [
        *_papers(track, guides, english),
        *_particulars(track, application, english),
        *_facts(track, application, english),
        *_clients(track, english),
    ]


def _papers(track: TrackTerms, guides: PaperGuides, english: bool) -> Iterator[ReviewPoint]:
    for material in track.materials:
        shown = guides.shown.get(material.kind, ())
        yield ReviewPoint(
            item=material.kind,
            label=material.label.in_language(english),
            sort="paper",
            required=material.required,
            cite=material.cite,
            shows=[one.what.in_language(english) for one in shown],
        )


def _particulars(
    track: TrackTerms, application: Application, english: bool
) -> Iterator[ReviewPoint]:
    for name in _ORDER:
        words = _in_words(application, name)
        if words is not None:
            yield ReviewPoint(
                item=name,
                label=item_label(track, name).in_language(english),
                sort="particular",
                text=words.in_language(english),
            )


def _in_words(application: Application, name: str) -> Text | None:
    if name in NAMES:
        moment = moments_of(application).get(name)
        if moment is None:
            return None
        day = moment.at.astimezone(SHANGHAI).date()
        plain = moment.precision == "day"
        return Text(day_in_words(day), day.isoformat()) if plain else moment_in_words(moment.at)
    value = getattr(application, name)
    if value is None:
        return None
    if name.endswith("_fen"):
        return Text(f"{yuan(value)} 元", f"{yuan(value)} yuan")
    return Text(str(value), str(value))


def _facts(track: TrackTerms, application: Application, english: bool) -> Iterator[ReviewPoint]:
    """As they are judged, whoever states them: the firm's record, or its declaration."""
    stated = stated_by(application, application.facts, application.enterprise)
    values = read_stated(track, stated).values
    for fact in track.stated:
        if fact.name not in PARTICULARS and fact.name in values:
            yield ReviewPoint(
                item=f"facts.{fact.name}",
                label=fact.label.in_language(english),
                sort="fact",
                cite=fact.cite,
                text=value_in_words(fact, values[fact.name]).in_language(english),
            )


def _clients(track: TrackTerms, english: bool) -> Iterator[ReviewPoint]:
    if track.clients is not None:
        yield ReviewPoint(
            item=CLIENTS, label=item_label(track, CLIENTS).in_language(english), sort="clients"
        )
