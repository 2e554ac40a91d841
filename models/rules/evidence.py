"""The checklist of papers: what is accepted, and what is still missing."""

from collections.abc import Mapping, Sequence

from models.rules.programme import Material
from models.rules.reasons import Reason, Text

ACCEPTED_TYPES = frozenset({"application/pdf", "image/jpeg", "image/png", "image/heic"})
MAX_BYTES = 20 * 1024 * 1024


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
            Text(f"还缺:{material.label.zh}", f"Still missing: {material.label.en}"),
            material.cite,
        )
        for material in missing_materials(materials, held)
    )


def check_kind(materials: Sequence[Material], kind: str, held: Mapping[str, int]) -> Reason | None:
    """Why no file of this kind can be taken: code kind_unknown or too_many, or None."""
    material = next((material for material in materials if material.kind == kind), None)
    if material is None:
        known = "、".join(material.kind for material in materials)
        text = Text(f"没有“{kind}”这类材料,可选:{known}", f"No material {kind}; known: {known}")
        return Reason("kind", "kind_unknown", text)
    if held.get(kind, 0) >= material.maximum:
        text = Text(
            f"{material.label.zh}最多上传 {material.maximum} 份,请先删除旧的",
            f"{material.label.en}: at most {material.maximum} files; delete one first",
        )
        return Reason("kind", "too_many", text, material.cite)
    return None


def check_file(content_type: str, size: int) -> Reason | None:
    """Why a file cannot be taken: code file_empty, too_large or unsupported_media, or None."""
    if size == 0:
        return Reason("file", "file_empty", Text("文件是空的", "The file is empty"))
    if size > MAX_BYTES:
        text = Text("文件不能超过 20 MB", "A file may have 20 MiB at most")
        return Reason("file", "too_large", text)
    if content_type not in ACCEPTED_TYPES:
        text = Text("只接收 PDF、JPG、PNG、HEIC 文件", "Only PDF, JPG, PNG and HEIC are accepted")
        return Reason("file", "unsupported_media", text)
    return None
