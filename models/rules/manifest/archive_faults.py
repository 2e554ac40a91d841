"""Why an archive, or one file in it, cannot be used, and how much of one is read at all."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.evidence import PAPER_BYTES
from models.rules.reasons import Reason, Text
from models.rules.wording import number_in_words, within_quotes

ENTRIES: Final = 30_000
"""Files and folders. A batch of ten thousand firms with their papers comes in several archives."""
UNPACKED_BYTES: Final = 4 * 1024**3
"""Of all files together: twice what the largest archive holds. Papers hardly shrink."""
PATH_SIGNS: Final = 400

_MOST_GB: Final = UNPACKED_BYTES // 1024**3
_MOST_MB: Final = PAPER_BYTES // 1024**2
_ANEW: Final = Text(
    "请用电脑自带的压缩功能（ZIP）重新打包", "pack again with the computer's own ZIP function"
)

OF_ARCHIVES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "archive_cut_off": Text(
            "压缩包不完整，末尾缺了一部分，请重新上传；仍不行的，请重新打包",
            "The end of the archive is missing; upload the archive again, or pack the files anew",
        ),
        "archive_damaged": Text(
            f"压缩包已损坏，读不出目录，{_ANEW.zh}", f"The directory is damaged; {_ANEW.en}"
        ),
        "archive_split": Text(
            "这是分卷压缩包的其中一卷，请打包成一个完整的 ZIP；太大的，请分成几批申报",
            "This is one volume of a split archive; pack one whole ZIP, or hand in several batches",
        ),
        "archive_empty": Text(
            "压缩包里没有文件，请把材料放进去再打包",
            "There is no file in the archive; put the papers in and pack it again",
        ),
        "archive_too_many": Text(
            f"压缩包里的文件太多，最多 {number_in_words(ENTRIES)} 个，请分成几批申报",
            f"Too many files in the archive, at most {number_in_words(ENTRIES)}; hand in several"
            " batches",
        ),
        "archive_too_large": Text(
            f"压缩包里的文件合计超过 {_MOST_GB} GB，请分成几批申报",
            f"The files in the archive come to more than {_MOST_GB} GB; hand in several batches",
        ),
        "archive_inflates": Text(
            "压缩包解开后大得不正常，不像是申报材料，请核对后重新打包",
            "The archive unpacks to far more than papers do; look at the files and pack them anew",
        ),
    }
)
OF_FILES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "name_unreadable": Text(
            "的名称编码无法识别，请改好名称再打包",
            "the encoding of the name is not understood; rename the file",
        ),
        "name_too_long": Text(
            f"的路径太长，最多 {PATH_SIGNS} 个字，请缩短文件名或少放几层文件夹",
            f"the path is too long, at most {PATH_SIGNS} characters",
        ),
        "path_outside": Text(
            f"的路径指向压缩包以外，不能使用，{_ANEW.zh}",
            f"the path points outside the archive; {_ANEW.en}",
        ),
        "name_twice": Text(
            "在压缩包里有几个，名称相同或只是大小写不同，请改名后重新打包",
            "several files have this name (capitals do not count); rename them",
        ),
        "not_a_file": Text(
            "是快捷链接，不是文件本身，请放入原文件再打包",
            "a link, not the file; put the file itself there",
        ),
        "encrypted": Text(
            "设有解压密码，请不设密码重新打包", "asks for a password; pack without one"
        ),
        "nested_archive": Text(
            "是压缩包里的压缩包，请先解开，把里面的文件直接放进企业的文件夹",
            "an archive within the archive; unpack it into the firm's folder",
        ),
        "file_inflates": Text(
            "解开后大得不正常，不像是申报材料，请核对这个文件",
            "unpacks to far more than a paper does; look at the file",
        ),
        "file_too_large": Text(
            f"太大，每个文件最多 {_MOST_MB} MB，请压缩图片或分成几个文件",
            f"too large, at most {_MOST_MB} MB a file",
        ),
        "file_empty": Text(
            "是空的，请放入正确的文件", "the file is empty; put the right one there"
        ),
        "file_damaged": Text(
            "在压缩包里已损坏，解不开，请重新打包再上传",
            "damaged within the archive; pack again and upload",
        ),
    }
)
"""What is said behind the name of the file."""


def archive_fault(code: str) -> Reason:
    """Why nothing of the archive can be used: a code of `OF_ARCHIVES`."""
    return Reason("archive", code, OF_ARCHIVES[code])


def file_fault(code: str, path: str) -> Reason:
    """Why this file cannot be used: a code of `OF_FILES`."""
    return Reason("archive", code, _about(path, OF_FILES[code]))


def not_an_archive(kind: str | None) -> Reason:
    """By its content no ZIP; `kind` is the name of what was recognised instead."""
    zh, en = (f"是 {kind} 格式", f"is {kind}") if kind else ("不是压缩包", "is no archive")
    text = Text(
        f"上传的文件{zh}，只接收 ZIP 压缩包，{_ANEW.zh}再上传",
        f"The file {en}; only ZIP is taken: {_ANEW.en}",
    )
    return Reason("archive", "not_an_archive", text)


def overlaps(path: str, other: str) -> Reason:
    """Two files share bytes of the archive."""
    text = Text(
        f"压缩包里的“{within_quotes(path)}”和“{within_quotes(other)}”占用同一段内容，压缩包不正常，"
        f"{_ANEW.zh}",
        f"{path} and {other} share the same bytes of the archive; {_ANEW.en}",
    )
    return Reason("archive", "archive_overlaps", text)


def method_unsupported(path: str, method: str) -> Reason:
    """`method` of compression by its name or number."""
    what = Text(
        f"用了不支持的压缩方式（{method}），{_ANEW.zh}",
        f"the method of compression ({method}) is not supported; {_ANEW.en}",
    )
    return Reason("archive", "method_unsupported", _about(path, what))


def _about(path: str, what: Text) -> Text:
    return Text(f"“{within_quotes(path)}”{what.zh}", f"{path}: {what.en}")
