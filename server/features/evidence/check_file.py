"""What a file is by its content, whether its name fits, and whether others will be able to open it."""

import asyncio
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from models.rules.paper_names import says_another_type, strange_ending
from server.edge.web.spool import SpooledFile
from server.errors import AppError
from server.features.evidence.refusals import (
    empty,
    hides_archive,
    misnamed,
    named_as_no_paper,
    needs_password,
    too_many_pixels,
    unreadable,
    unsupported,
    without_page,
)
from storage.files.pdf_check import PdfCheck
from storage.files.sniff import Sniffed, sniff

_REFUSALS: Final[Mapping[str, Callable[[], AppError]]] = MappingProxyType(
    {
        "empty": empty,
        "unsupported": unsupported,
        "unreadable": unreadable,
        "pixels": too_many_pixels,
        "archive": hides_archive,
        "damaged": unreadable,
        "password": needs_password,
        "no_page": without_page,
    }
)


async def find_type(name: str, file: SpooledFile) -> str:
    """The content type, by the bytes. Raises UnsupportedMedia, Invalid (`file_unreadable`)."""
    ending = strange_ending(name)
    if ending is not None:
        raise named_as_no_paper(name, ending)
    found = await asyncio.to_thread(sniff, file.handle)
    if not isinstance(found, Sniffed):
        raise _REFUSALS[found.reason]()
    content_type: str = found.content_type
    if says_another_type(name, content_type):
        raise misnamed(name, content_type)
    return content_type


async def check_opens(file: SpooledFile, content_type: str, *, pdfs: PdfCheck) -> None:
    """Raises Invalid (`file_unreadable`), StoreUnavailable where no child process could tell."""
    fault = await pdfs.check(file.handle) if content_type == "application/pdf" else None
    if fault is not None:
        raise _REFUSALS[fault]()
