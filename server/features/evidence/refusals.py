"""Why a paper is not taken."""

from typing import Final

from models.rules.paper_faults import fault_text
from models.rules.reasons import Reason, Text
from models.rules.wording import within_quotes
from server.errors import AppError, Invalid, UnsupportedMedia

_OF_TYPE: Final = ("archive", "unsupported")
"""Faults of what is of no type that we take."""


class PaperClosed(AppError):
    """Not checked yet, or refused: nobody is given the bytes."""

    status, code = 409, "paper_closed"
    title = Text(
        "这份材料现在不能打开，请看材料清单里的说明",
        "This paper cannot be opened now; see what its list says of it",
    )


def refusal_of(fault: str) -> AppError:
    """415 for what is of no type that we take; else 422 `file_unreadable`, `virus_found`."""
    if fault in _OF_TYPE:
        return UnsupportedMedia(fault_text(fault))
    code = fault if fault == "virus_found" else "file_unreadable"
    return Invalid(errors=[Reason("file", code, fault_text(fault))])


def misnamed(name: str, content_type: str) -> UnsupportedMedia:
    """415: the name says another type than the content, and a reviewer could not open it."""
    kind_zh = kind = content_type.rpartition("/")[2].upper()
    if content_type == "application/ofd":
        # An OFD is an archive; which one this is shows when it is opened.
        kind_zh, kind = "OFD 或压缩包", "OFD or another archive"
    text = Text(
        f"文件名是“{within_quotes(name)}”，内容却是 {kind_zh}，请改好文件名再上传",
        f"The file is named {name}, but its content is {kind}; rename it first",
    )
    return _of_name(text)


def named_as_no_paper(name: str, ending: str) -> UnsupportedMedia:
    """415: named as something that is no paper, such as a program or a web page."""
    text = Text(
        f"文件“{within_quotes(name)}”的扩展名是 .{ending}，不能上传；请打开原件，另存为 .pdf 或 .jpg"
        " 文件再上传",
        f"{name} ends in .{ending}, which is not accepted; open the original, save it as .pdf or"
        " .jpg and upload that",
    )
    return _of_name(text)


def _of_name(text: Text) -> UnsupportedMedia:
    return UnsupportedMedia(text, errors=[Reason("file", "unsupported_media", text)])
