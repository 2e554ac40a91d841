"""Why a paper is not taken."""

from models.rules.reasons import Reason, Text
from server.errors import Invalid, UnsupportedMedia

_UNREADABLE = Text("文件打不开或不完整，请重新选择", "The file is damaged or incomplete")
_EMPTY = Text("文件是空的，请重新选择", "The file is empty")
_TYPES = Text(
    "只接收 PDF、JPG、PNG、HEIC 文件，请换成其中一种再上传",
    "Only PDF, JPG, PNG and HEIC are accepted",
)


def unreadable() -> Invalid:
    """422 `file_unreadable`: of a type that we take, but damaged."""
    return Invalid(errors=[Reason("file", "file_unreadable", _UNREADABLE)])


def empty() -> Invalid:
    """422 `file_unreadable` in other words: not a byte in it."""
    return Invalid(errors=[Reason("file", "file_unreadable", _EMPTY)])


def unsupported() -> UnsupportedMedia:
    """415: by its content, of no type that we take."""
    return UnsupportedMedia(_TYPES)


def misnamed(name: str, content_type: str) -> UnsupportedMedia:
    """415: the name says another type than the content, and a reviewer could not open it."""
    kind = content_type.rpartition("/")[2].upper()
    text = Text(
        f"文件名是“{name}”，内容却是 {kind}，请改好文件名再上传",
        f"The file is named {name}, but its content is {kind}; rename it first",
    )
    return UnsupportedMedia(text)
