"""The first look at a file: what it means to be by its content, and whether its name fits."""

from models.rules.paper_names import says_another_type, strange_ending
from server.features.evidence.refusals import misnamed, named_as_no_paper, refusal_of
from storage.files.inspection.door import door_type
from storage.files.inspection.inspected import ContentType


def find_type(name: str, head: bytes) -> ContentType:
    """The content type, by the first bytes. Raises UnsupportedMedia, Invalid (`file_unreadable`)."""
    ending = strange_ending(name)
    if ending is not None:
        raise named_as_no_paper(name, ending)
    if not head:
        raise refusal_of("empty")
    content_type = meant_type(head)
    if says_another_type(name, content_type):
        raise misnamed(name, content_type)
    return content_type


def meant_type(head: bytes) -> ContentType:
    """The same whatever its name. Raises UnsupportedMedia."""
    content_type = door_type(head)
    if content_type is None:
        raise refusal_of("unsupported")
    return content_type
