"""What each paper of a track must show, with a sample page; and the letters to download."""

from datetime import date
from typing import Final

from models.programme.paper_guides import LetterTerms, PaperGuides, Shown
from models.rules.terms.programme import EditionDefinition, Material, TrackTerms
from server.errors import NotFound
from server.features.letters.commitment import blank_letter
from server.features.letters.schemas import MaterialGuide, ShownView
from server.features.programmes.current import TrackRules
from storage.files.letters.letter import Grid, Letter, Paragraph

_SAMPLE: Final = "样张"
_WHAT: Final = (
    "本页只示意这类材料应当载明的内容，不是规定的格式；以发文单位、开票单位或出具单位的原件为准。"
    "上传时须能看清下列各项，复制件须与原件一致。"
)


def list_materials(rules: TrackRules, *, guides: PaperGuides, english: bool) -> list[MaterialGuide]:
    """In the order in which the track asks for them."""
    edition = rules.definition.edition.code
    base = f"/api/v1/programmes/{edition}/tracks/{rules.track.code}/materials"
    return [
        _guide(material, f"{base}/{material.kind}", rules, guides=guides, english=english)
        for material in rules.track.materials
    ]


def sample_page(rules: TrackRules, kind: str, *, guides: PaperGuides) -> Letter:
    """Raises NotFound: the track asks for no such paper, or nothing is known of it."""
    material = _material(rules.track, kind)
    shown = guides.shown.get(kind)
    if not shown:
        raise NotFound()
    return Letter(
        title=material.label.zh,
        below="（样张，内容均为虚构）",
        dated=_dated(rules.definition),
        author=rules.definition.policy.authority.zh,
        footer=f"样张 · {material.label.zh}",
        mark=_SAMPLE,
        parts=(Paragraph(_WHAT), Grid(("应当载明", "示例"), (1, 1), _rows(shown))),
    )


def template_letter(rules: TrackRules, kind: str, *, guides: PaperGuides) -> Letter:
    """Raises NotFound where the paper is no letter of the firm's."""
    terms = _terms(rules, _material(rules.track, kind).kind, guides)
    if terms is None:
        raise NotFound()
    return blank_letter(terms, rules.definition, rules.track)


def _guide(
    material: Material, path: str, rules: TrackRules, *, guides: PaperGuides, english: bool
) -> MaterialGuide:
    shown = guides.shown.get(material.kind, ())
    letter = _terms(rules, material.kind, guides) is not None
    return MaterialGuide(
        kind=material.kind,
        label=material.label.in_language(english),
        required=material.required,
        cite=material.cite,
        shows=[ShownView(one.what.in_language(english), one.example) for one in shown],
        sample=f"{path}/sample" if shown else None,
        template=f"{path}/template" if letter else None,
    )


def _terms(rules: TrackRules, kind: str, guides: PaperGuides) -> LetterTerms | None:
    return guides.letters.get((rules.definition.policy.code, rules.track.code, kind))


def _material(track: TrackTerms, kind: str) -> Material:
    found = next((one for one in track.materials if one.kind == kind), None)
    if found is None:
        raise NotFound()
    return found


def _rows(shown: tuple[Shown, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((one.what.zh, one.example) for one in shown)


def _dated(definition: EditionDefinition) -> date:
    return definition.policy.issued_on or date(definition.edition.year, 1, 1)
