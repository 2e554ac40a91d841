"""Whose the files of an archive are: by the folder that they lie in, or a cell that names them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.rules.manifest.archive_file import ArchiveFile
from models.rules.manifest.folders import Location, locate
from models.rules.manifest.named_files import NamedFile, finder
from models.rules.manifest.paper_refusals import (
    folder_of_several,
    folders_twice,
    named_file_missing,
    named_file_several,
)
from models.rules.reasons import Reason

FILES_COLUMN = "files"
"""The manifest's column that names files."""

Find = Callable[[str, str], Sequence[ArchiveFile]]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A file of a firm; `around` are the words about its kind, outermost first."""

    file: ArchiveFile
    around: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claims:
    """By firm its files and what is wrong with its folders; `places` by a folder's path.

    `unclaimed` are the files of nobody.
    """

    firms: frozenset[str]
    by_firm: Mapping[str, Sequence[Claimed]]
    problems: Mapping[str, Sequence[Reason]]
    places: Mapping[str, Location]
    unclaimed: Sequence[ArchiveFile]


def claim_files(
    files: Sequence[ArchiveFile], firms: frozenset[str], named: Mapping[str, Sequence[str]]
) -> Claims:
    """Each firm's files: first those that its cell names, then the rest of its folder."""
    places = {path: locate(path, firms) for path in dict.fromkeys(map(folder_of, files))}
    folders = _folders_by_firm(places)
    by_firm: dict[str, list[Claimed]] = {firm: [] for firm in sorted(firms)}
    problems = _folder_problems(by_firm, folders, places)
    find, by_name = finder(files), set[int]()
    for firm, claimed in by_firm.items():
        for given in named.get(firm, ()):
            found = _find_named(given, next(iter(folders[firm]), ""), find)
            if isinstance(found, Reason):
                problems[firm].append(found)
            else:
                claimed.append(found)
                by_name.add(found.file.place)
    unclaimed = []
    for file in files:
        place = places[folder_of(file)]
        if file.place in by_name:
            continue
        if len(place.firms) == 1:
            by_firm[place.firms[0]].append(Claimed(file, place.within))
        elif not place.firms:
            unclaimed.append(file)
    return Claims(firms, by_firm, problems, places, unclaimed)


def folder_of(file: ArchiveFile) -> str:
    """The path of the folder that it lies in, empty at the root."""
    return file.path.rpartition("/")[0]


def _folders_by_firm(places: Mapping[str, Location]) -> Mapping[str, dict[str, None]]:
    """The paths of a firm's own folders, in their order."""
    found = defaultdict[str, dict[str, None]](dict)
    for place in places.values():
        if len(place.firms) == 1:
            found[place.firms[0]][place.folder] = None
    return found


def _folder_problems(
    firms: Iterable[str],
    folders: Mapping[str, Mapping[str, None]],
    places: Mapping[str, Location],
) -> dict[str, list[Reason]]:
    problems = {
        firm: [folders_twice(tuple(folders[firm]))] if len(folders[firm]) > 1 else []
        for firm in firms
    }
    for folder, of_several in {place.folder: place.firms for place in places.values()}.items():
        for firm in of_several if len(of_several) > 1 else ():
            problems[firm].append(folder_of_several(folder, of_several))
    return problems


def _find_named(given: str, folder: str, find: Find) -> Claimed | Reason:
    named = NamedFile.read(given)
    found = find(named.path, folder)
    if not found:
        return named_file_missing(FILES_COLUMN, given)
    if len(found) > 1:
        return named_file_several(FILES_COLUMN, given, [file.path for file in found])
    return Claimed(found[0], (named.paper,) if named.paper else ())
