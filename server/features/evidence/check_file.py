"""What a file is by its content, whether its name fits, and whether others will be able to open it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from models.rules.paper_names import says_another_type, strange_ending
from server.edge.web.spool import SpooledFile
from server.errors import AppError
from server.features.evidence.refusals import (
    cut_off,
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
from storage.files.inspection.door import door_type
from storage.files.inspection.inspected import ContentType, Fault
from storage.files.inspection.inspector import Inspector

_REFUSALS: Final[Mapping[Fault, Callable[[], AppError]]] = MappingProxyType(
    {
        "empty": empty,
        "unsupported": unsupported,
        "pixels": too_many_pixels,
        "archive": hides_archive,
        "damaged": unreadable,
        "cut_off": cut_off,
        "password": needs_password,
        "no_page": without_page,
    }
)


def find_type(name: str, file: SpooledFile) -> ContentType:
    """The content type, by the first bytes. Raises UnsupportedMedia, Invalid (`file_unreadable`)."""
    ending = strange_ending(name)
    if ending is not None:
        raise named_as_no_paper(name, ending)
    if not file.size:
        raise empty()
    content_type = door_type(file.head)
    if content_type is None:
        raise unsupported()
    if says_another_type(name, content_type):
        raise misnamed(name, content_type)
    return content_type


async def check_opens(
    file: SpooledFile, content_type: ContentType, *, inspector: Inspector
) -> None:
    """Raises UnsupportedMedia, Invalid (`file_unreadable`), StoreUnavailable where no child process
    could tell."""
    found = await inspector.inspect(file.handle, content_type)
    if found.fault is not None:
        raise _REFUSALS[found.fault]()
