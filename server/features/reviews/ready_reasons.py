"""Reasons that a reviewer can take as they stand: for each item to be corrected, and for a refusal."""

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec

from models.programme.fact_guides import FactGuides
from models.programme.paper_guides import PaperGuides
from models.programme.return_reasons import ReturnReasons
from models.rules.reasons import Text
from models.rules.terms.programme import Material, TrackTerms
from server.edge.web.field_types import about
from server.features.applications.standing_items import CLIENTS, PARTICULARS, item_label


class ReadyReason(msgspec.Struct, frozen=True):
    """A sentence for the firm."""

    text: Annotated[str, about("理由，可直接使用", "the reason, to be taken as it stands")]
    cite: str | None


class ReadyReasons(msgspec.Struct, frozen=True):
    """What can be said of one item; the most general first."""

    verdict: Annotated[
        Literal["return", "reject"],
        about("return 退回补正，reject 不予通过", "for sending it back, or for a refusal"),
    ]
    item: Annotated[
        str | None,
        about("事项；空值为对整件申请", "the item; null for the application as a whole"),
    ]
    label: str
    reasons: Annotated[list[ReadyReason], about("现成的理由", "ready reasons")]


def ready_reasons(
    track: TrackTerms, papers: PaperGuides, facts: FactGuides, *, english: bool
) -> list[ReadyReasons]:
    """By item in the order of papers, particulars and facts; a refusal's by condition, at the end."""

    def view(
        verdict: Literal["return", "reject"],
        item: str | None,
        label: Text,
        found: Iterator[tuple[Text, str | None]],
    ) -> ReadyReasons:
        texts = [ReadyReason(text.in_language(english), cite) for text, cite in found]
        return ReadyReasons(verdict, item, label.in_language(english), texts)

    known = papers.reasons
    items = [*sorted(PARTICULARS), *([CLIENTS] if track.clients is not None else [])]
    return [
        *(
            view("return", material.kind, material.label, _of_paper(material, papers))
            for material in track.materials
        ),
        *(
            view("return", item, item_label(track, item), _of_particular(item, known))
            for item in items
        ),
        *(
            view("return", f"facts.{fact.name}", fact.label, _of_fact(fact.name, known, facts))
            for fact in track.stated
            if fact.name not in PARTICULARS
        ),
        view("reject", None, _REJECT, _of_conditions(track)),
    ]


_REJECT = Text("整件申请", "the whole application")


def _of_paper(material: Material, papers: PaperGuides) -> Iterator[tuple[Text, str | None]]:
    yield from ((text, material.cite) for text in papers.reasons.paper)
    for shown in papers.shown.get(material.kind, ()):
        text = Text(
            f"缺少或看不清：{shown.what.zh}。请补齐后重新上传",
            f"Missing or not to be read: {shown.what.en}. Complete it and upload it again",
        )
        yield text, material.cite


def _of_particular(item: str, known: ReturnReasons) -> Iterator[tuple[Text, str | None]]:
    yield from ((text, None) for text in known.own.get(item, ()))
    if item != CLIENTS:
        yield from ((text, None) for text in known.value)


def _of_fact(
    name: str, known: ReturnReasons, facts: FactGuides
) -> Iterator[tuple[Text, str | None]]:
    yield from ((text, None) for text in known.value)
    guide = facts.get(name)
    if guide is not None:
        text = Text(
            f"请重新核对后改正：{guide.help.zh}",
            f"Check it again and correct it. {guide.help.en}",
        )
        yield text, None


def _of_conditions(track: TrackTerms) -> Iterator[tuple[Text, str | None]]:
    for condition in track.conditions:
        yield (
            Text(f"不符合申报条件：{condition.text.zh}", f"Not met: {condition.text.en}"),
            condition.cite,
        )
