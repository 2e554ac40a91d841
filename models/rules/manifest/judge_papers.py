"""What the files of one firm are, which of them cannot be used, and what is missing."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from models.rules.evidence import missing_materials
from models.rules.manifest import paper_refusals as refusals
from models.rules.manifest.archive_file import ArchiveFile
from models.rules.manifest.claims import Claimed
from models.rules.manifest.paper_files import PaperNames, kinds_of
from models.rules.paper_names import strange_ending
from models.rules.reasons import Reason
from models.rules.terms.track import Material

_NUMBER: Final = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class MatchedPaper:
    """A file of the archive, and the kind of paper that it is handed in as."""

    kind: str
    file: ArchiveFile


@dataclass(frozen=True, slots=True)
class FirmsPapers:
    """The papers of one firm in the order of their names, and what is wrong with its files."""

    papers: Sequence[MatchedPaper]
    problems: Sequence[Reason]


def judge_papers(
    claimed: Sequence[Claimed],
    materials: Sequence[Material],
    known: tuple[PaperNames, ...],
    *,
    any_file: bool,
) -> FirmsPapers:
    """`known` are the names of `materials`; `any_file`: whether the archive has one at all."""
    papers: list[MatchedPaper] = []
    problems: list[Reason] = []
    held = Counter[str]()
    for one in sorted(claimed, key=_by_name):
        kinds = kinds_of(one.file.path.rpartition("/")[2], one.around, known)
        held.update(kinds)
        problem = _problem(one.file, kinds, materials)
        if problem is None:
            papers.append(MatchedPaper(kinds[0], one.file))
        elif len(kinds) == 1:
            # It is the paper's, which is then not said to be missing as well.
            problems.append(replace(problem, field=f"evidence.{kinds[0]}"))
        else:
            problems.append(problem)
    if any_file and not claimed:
        required = any(material.required for material in materials)
        return FirmsPapers((), (refusals.folder_missing(),) if required else ())
    missing = [refusals.paper_missing(one) for one in missing_materials(materials, held)]
    return FirmsPapers(papers, (*problems, *_too_many(papers, materials), *missing))


def _problem(
    file: ArchiveFile, kinds: Sequence[str], materials: Sequence[Material]
) -> Reason | None:
    if file.fault is not None:
        # It is there, and that paper is not missing as well.
        of_kind = len(kinds) == 1
        return replace(file.fault, field=f"evidence.{kinds[0]}") if of_kind else file.fault
    ending = strange_ending(file.path.rpartition("/")[2])
    if ending is not None:
        return refusals.type_unknown(file.path, ending)
    if not kinds:
        return refusals.paper_unknown(file.path, materials)
    if len(kinds) > 1:
        likely = [material for material in materials if material.kind in kinds]
        return refusals.paper_ambiguous(file.path, likely)
    return None


def _too_many(papers: Sequence[MatchedPaper], materials: Sequence[Material]) -> list[Reason]:
    counts = Counter(paper.kind for paper in papers)
    return [
        refusals.too_many_of_kind(material)
        for material in materials
        if counts[material.kind] > material.maximum
    ]


def _by_name(claimed: Claimed) -> list[tuple[int, str]]:
    """Page 2 before page 10."""
    parts = _NUMBER.split(claimed.file.path)
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]
