"""Brings the files of an archive to the firms of a manifest, each as the paper that it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from models.rules.manifest.archive_file import ArchiveFile
from models.rules.manifest.claims import claim_files
from models.rules.manifest.judge_papers import MatchedPaper, judge_papers
from models.rules.manifest.leftovers import say_leftovers
from models.rules.manifest.paper_files import names_of
from models.rules.manifest.paper_refusals import same_file
from models.rules.reasons import Reason
from models.rules.terms.track import Material
from models.rules.wording import MOST_LISTED


@dataclass(frozen=True, slots=True)
class Matched:
    """By firm its papers, in the order of their names, and what speaks against them.

    `leftovers` says why nothing could be made of the rest.
    """

    papers: Mapping[str, Sequence[MatchedPaper]]
    problems: Mapping[str, Sequence[Reason]]
    leftovers: Sequence[Reason]


def match_papers(
    files: Sequence[ArchiveFile],
    *,
    firms: Iterable[str],
    materials: Sequence[Material],
    named: Mapping[str, Sequence[str]],
) -> Matched:
    """`firms` are the codes of the manifest's rows; `named` by code the files that its cell names.

    Every firm has its line in `papers` and in `problems`, which say too what is missing of the
    required papers. Without any file (no archive) just that is said.
    """
    claims = claim_files(files, frozenset(firms), named)
    known = names_of(materials)
    judged = {
        firm: judge_papers(claimed, materials, known, any_file=bool(files))
        for firm, claimed in claims.by_firm.items()
    }
    papers = {firm: each.papers for firm, each in judged.items()}
    shared = _shared(papers)
    return Matched(
        papers,
        {
            firm: (*claims.problems[firm], *each.problems, *shared[firm])
            for firm, each in judged.items()
        },
        say_leftovers(claims),
    )


def _shared(papers: Mapping[str, Sequence[MatchedPaper]]) -> Mapping[str, list[Reason]]:
    """The same file handed in for several firms: size and CRC of the archive tell."""
    holders = defaultdict[tuple[int, int], dict[str, str]](dict)
    for firm, each in papers.items():
        for paper in each:
            holders[paper.file.size, paper.file.check].setdefault(firm, paper.file.path)
    found = defaultdict[str, list[Reason]](list)
    for held in holders.values():
        # Of thousands a few are named: whoever packs the same file everywhere is told as much by them.
        few = list(islice(held.items(), MOST_LISTED + 1))
        for firm, path in held.items() if len(held) > 1 else ():
            found[firm].append(same_file(path, [other for holder, other in few if holder != firm]))
    return found
