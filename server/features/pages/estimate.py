"""The estimate as a form: a track's facts as fields, and what comes of them with each clause."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from models.rules.manifest.cells import Heading, read_cell
from models.rules.manifest.columns import Column
from models.rules.manifest.refused import CellRefused
from models.rules.places.own import NO_OWN
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import Fact
from server.errors import Invalid
from server.features.frame.templates import Crumb, Head
from server.features.frame.visit import Visit
from server.features.pages.drawing import TEMPLATES, home_crumb, open_contacts, running_programmes
from server.features.pages.track import find_track, track_crumbs
from server.features.programmes.current import TrackRules
from server.features.programmes.estimate import EstimateRequest, estimate_track
from server.features.programmes.published import get_edition
from server.features.programmes.schemas import EstimateView
from server.ports import Ports

_BEFORE: Final = "facts."
_GO: Final = "go"
_REGION: Final = "region_class"
_MOST_TYPED: Final = 400
_TOO_LONG: Final = Text(
    "填写的内容太长，请只填这一项要的内容", "Too long; give only what is asked for"
)


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of a form: the estimate, or what is wrong with which field, by its name."""

    estimate: EstimateView | None
    faults: Mapping[str, str]


async def estimates_page(asked: Visit, ports: Ports) -> str:
    """Which track to estimate, of all that are open or will be."""
    editions = [await get_edition(one.code) for one in await running_programmes(asked, ports)]
    head = Head(
        "Estimate" if asked.english else "补贴测算",
        "What a firm may get" if asked.english else "选择事项，填几个数，先看能不能申报、能补多少",
        area="estimate",
        crumbs=(home_crumb(asked),),
        contacts=await open_contacts(asked, ports),
    )
    return TEMPLATES.render("estimates.html", asked, head, editions=editions)


def fields_of(rules: TrackRules) -> frozenset[str]:
    """The parameters that its form is sent with."""
    return frozenset({fact.name for fact in rules.track.facts} | {_GO, _REGION, "lang"})


async def estimate_page(
    asked: Visit, ports: Ports, code: str, rules: TrackRules
) -> tuple[str, int]:
    """The form, or with facts in the address the form and its outcome; and the status.

    Raises NotFound.
    """
    programme, track = await find_track(asked, ports, code, rules.track.code)
    outcome = _outcome(asked, rules) if _is_filled_in(asked) else None
    title = f"Estimate: {track.title}" if asked.english else f"补贴测算：{track.title}"
    head = Head(
        title,
        track.description or track.award.text,
        area="estimate",
        crumbs=(
            *track_crumbs(asked, programme),
            Crumb(track.title, f"/programmes/{code}/tracks/{track.code}"),
        ),
        contacts=programme.contacts,
        kept_out=outcome is not None,
    )
    page = TEMPLATES.render(
        "estimate.html",
        asked,
        head,
        programme=programme,
        track=track,
        regions=rules.definition.region_classes,
        outcome=outcome,
        typed={fact.name: asked.all_given(fact.name) for fact in track.facts},
        labels={fact.name: fact.label for fact in track.facts},
    )
    return page, 422 if outcome is not None and outcome.faults else 200


def _is_filled_in(asked: Visit) -> bool:
    return bool(asked.given(_GO))


def _outcome(asked: Visit, rules: TrackRules) -> Filled:
    facts, problems = _typed_facts(asked, rules.track.facts)
    if not problems:
        try:
            given = {"facts": facts, _REGION: asked.given(_REGION) or None}
            command = msgspec.convert(given, EstimateRequest)
            return Filled(estimate_track(rules, command, english=asked.english), {})
        except Invalid as refused:
            problems = list(refused.errors)
    faults: dict[str, str] = {}
    for one in problems:
        faults.setdefault(one.field.removeprefix(_BEFORE), one.text.in_language(asked.english))
    return Filled(None, faults)


def _typed_facts(
    asked: Visit, declared: tuple[Fact, ...]
) -> tuple[dict[str, object], list[Reason]]:
    """Read as a table of clients is read, so that 5 万元 means here what it means there."""
    facts: dict[str, object] = {}
    problems: list[Reason] = []
    for fact in declared:
        typed = asked.all_given(fact.name)
        if not typed:
            continue
        try:
            facts[fact.name] = _read(fact, typed)
        except CellRefused as refused:
            problems.append(Reason(f"{_BEFORE}{fact.name}", refused.code, refused.text))
    return facts, problems


def _read(fact: Fact, typed: list[str]) -> object:
    text = "、".join(typed) if fact.type == "list" else typed[0]
    if len(text) > _MOST_TYPED:
        raise CellRefused("too_long", _TOO_LONG)
    column = Column(fact.name, fact.name, "fact", fact.label, fact.label, "", fact=fact)
    return read_cell(Heading(column, 0, "A"), text, NO_OWN)
