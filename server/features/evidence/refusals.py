"""Why a paper is not taken."""

from models.rules.reasons import Reason, Text
from models.rules.wording import within_quotes
from server.errors import Invalid, UnsupportedMedia

_UNREADABLE = Text("文件打不开或不完整，请重新选择", "The file is damaged or incomplete")
_CUT_OFF = Text(
    "文件不完整，后面一段没有传上来；请确认原件能打开，再上传一次",
    "The file ends too early; see that the original opens, and upload it again",
)
_EMPTY = Text("文件是空的，请重新选择", "The file is empty")
_PASSWORD = Text(
    "文件设有打开密码，别人打不开；请另存为不带密码的 PDF 再上传",
    "The PDF asks for a password; save it without one and upload that",
)
_NO_PAGE = Text(
    "文件里一页也没有，请从原件重新导出再上传",
    "The PDF has no page; export it anew from the original",
)
_PIXELS = Text(
    "图片的像素太多，多数电脑和手机打不开；请缩小后再上传",
    "The picture has too many pixels to be opened; make it smaller",
)
_ARCHIVE = Text(
    "文件末尾夹带了压缩包，不能上传；请从原件重新导出，或重新拍照再上传",
    "An archive is hidden at the end of the file; export it anew, or take another photo",
)
_TYPES = Text(
    "只接收 PDF、OFD、JPG、PNG、HEIC 文件，请换成其中一种再上传",
    "Only PDF, OFD, JPG, PNG and HEIC are accepted",
)


def unreadable() -> Invalid:
    """422 `file_unreadable`: of a type that we take, but damaged."""
    return Invalid(errors=[Reason("file", "file_unreadable", _UNREADABLE)])


def cut_off() -> Invalid:
    """422 `file_unreadable` in other words: its end is missing."""
    return Invalid(errors=[Reason("file", "file_unreadable", _CUT_OFF)])


def needs_password() -> Invalid:
    """422 `file_unreadable` in other words: nobody else can open it."""
    return Invalid(errors=[Reason("file", "file_unreadable", _PASSWORD)])


def without_page() -> Invalid:
    """422 `file_unreadable` in other words: there is nothing to see."""
    return Invalid(errors=[Reason("file", "file_unreadable", _NO_PAGE)])


def too_many_pixels() -> Invalid:
    """422 `file_unreadable` in other words: it would fill the memory of whoever opens it."""
    return Invalid(errors=[Reason("file", "file_unreadable", _PIXELS)])


def hides_archive() -> UnsupportedMedia:
    """415: one of our types, and a ZIP besides."""
    return UnsupportedMedia(_ARCHIVE)


def empty() -> Invalid:
    """422 `file_unreadable` in other words: not a byte in it."""
    return Invalid(errors=[Reason("file", "file_unreadable", _EMPTY)])


def unsupported() -> UnsupportedMedia:
    """415: by its content, of no type that we take."""
    return UnsupportedMedia(_TYPES)


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
