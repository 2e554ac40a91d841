"""Says of files that belong to no row why: their folder is of no firm, or they lie in none."""

from collections.abc import Collection
from typing import Final

from models.rules.manifest.archive_file import ArchiveFile
from models.rules.manifest.claims import Claims
from models.rules.manifest.folders import find_stranger, meant_firm
from models.rules.manifest.paper_refusals import (
    file_outside,
    folder_unknown,
    folder_without_code,
)
from models.rules.reasons import Reason

_OF_PATHS: Final = frozenset({"path_outside", "name_unreadable", "name_too_long"})
"""What is wrong with where a file lies comes before whose it might be."""


def say_leftovers(claims: Claims) -> list[Reason]:
    """One reason for a folder, whatever lies in it; one for each file beside the firms' folders."""
    around = {
        parent
        for place in claims.places.values()
        if place.firms
        for parent in _parents(place.folder)
    }
    found: dict[str, Reason] = {}
    for file in claims.unclaimed:
        key, reason = _said(file, around, claims.firms)
        found.setdefault(key, reason)
    return list(found.values())


def _said(file: ArchiveFile, around: Collection[str], firms: Collection[str]) -> tuple[str, Reason]:
    path, folder = file.path, file.path.rpartition("/")[0]
    if file.fault is not None and file.fault.code in _OF_PATHS:
        return path, file.fault
    stranger = find_stranger(folder)
    if stranger is not None:
        return stranger.folder, folder_unknown(
            stranger.folder, stranger.code, meant_firm(stranger.code, firms)
        )
    if not folder or folder in around:
        return path, file_outside(path)
    return folder, folder_without_code(folder)


def _parents(folder: str) -> list[str]:
    parts = folder.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]
