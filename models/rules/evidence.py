"""The checklist of papers: what is accepted, and what is still missing."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from models.rules.reasons import Reason, Text
from models.rules.terms.programme import Material
from models.rules.wording import listed_in_words, within_quotes

PAPER_BYTES: Final = 20 * 1024 * 1024
"""The largest file that is taken as a paper."""


def missing_materials(
    materials: Sequence[Material], held: Mapping[str, int]
) -> tuple[Material, ...]:
    """The required papers of which nothing is there; `held` counts the files of each kind."""
    return tuple(
        material for material in materials if material.required and held.get(material.kind, 0) == 0
    )


def missing_reasons(materials: Sequence[Material], held: Mapping[str, int]) -> tuple[Reason, ...]:
    """What is missing as reasons for a refusal, one for each paper, with its clause."""
    return tuple(
        Reason(
            f"evidence.{material.kind}",
            "missing",
            Text(
                f"还没有上传“{within_quotes(material.label.zh)}”，请补传",
                f"Still missing: {material.label.en}",
            ),
            material.cite,
        )
        for material in missing_materials(materials, held)
    )


def unchecked_reasons(
    materials: Sequence[Material], states: Mapping[str, Collection[str]]
) -> tuple[Reason, ...]:
    """Papers that nobody may be given yet, or ever; `states` are those of each kind's files."""
    found = []
    for material in materials:
        of_kind = states.get(material.kind, ())
        zh, en = within_quotes(material.label.zh), material.label.en
        if "refused" in of_kind:
            text = Text(
                f"“{zh}”里有文件没有通过检查，请删除后更换",
                f"{en}: a file did not pass the check; delete and replace it",
            )
            found.append(Reason(f"evidence.{material.kind}", "refused", text, material.cite))
        elif "checking" in of_kind:
            text = Text(
                f"“{zh}”还在检查，请稍候再提交", f"{en} is still being checked; submit shortly"
            )
            found.append(Reason(f"evidence.{material.kind}", "checking", text, material.cite))
    return tuple(found)


def check_kind(materials: Sequence[Material], kind: str, held: Mapping[str, int]) -> Reason | None:
    """Why no file of this kind can be taken: code kind_unknown or too_many, or None."""
    material = next((material for material in materials if material.kind == kind), None)
    if material is None:
        known = listed_in_words([material.label for material in materials])
        text = Text(
            f"这一申报事项不收“{within_quotes(kind)}”这种材料，请选：{known.zh or '（不需要材料）'}",
            f"No material {kind}; choose {known.en or 'none'}",
        )
        return Reason("kind", "kind_unknown", text)
    if held.get(kind, 0) >= material.maximum:
        text = Text(
            f"“{within_quotes(material.label.zh)}”最多上传 {material.maximum} 份，请先删除一份旧的",
            f"{material.label.en}: at most {material.maximum} files; delete one first",
        )
        return Reason("kind", "too_many", text, material.cite)
    return None
