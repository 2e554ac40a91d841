"""Why an archive, or one file in it, cannot be used: what is wrong and how to pack it anew."""

from typing import Final

from models.rules.reasons import Reason, Text
from models.rules.wording import number_in_words, within_quotes

_ANEW: Final = Text(
    "请用电脑自带的压缩功能（ZIP）重新打包", "pack again with the computer's own ZIP function"
)


def not_an_archive(kind: str | None) -> Reason:
    """By its content no ZIP; `kind` is the name of what was recognised instead."""
    zh, en = (f"是 {kind} 格式", f"is {kind}") if kind else ("不是压缩包", "is no archive")
    return Reason(
        "archive",
        "not_an_archive",
        Text(
            f"上传的文件{zh}，只接收 ZIP 压缩包，{_ANEW.zh}再上传",
            f"The file {en}; only ZIP is taken: {_ANEW.en}",
        ),
    )


def cut_off() -> Reason:
    return Reason(
        "archive",
        "archive_cut_off",
        Text(
            "压缩包不完整，末尾缺了一部分，请重新上传；仍不行的，请重新打包",
            "The end of the archive is missing; upload the archive again, or pack the files anew",
        ),
    )


def damaged() -> Reason:
    return Reason(
        "archive",
        "archive_damaged",
        Text(f"压缩包已损坏，读不出目录，{_ANEW.zh}", f"The directory is damaged; {_ANEW.en}"),
    )


def split() -> Reason:
    return Reason(
        "archive",
        "archive_split",
        Text(
            "这是分卷压缩包的其中一卷，请打包成一个完整的 ZIP；太大的，请分成几批申报",
            "This is one volume of a split archive; pack one whole ZIP, or hand in several batches",
        ),
    )


def without_files() -> Reason:
    return Reason(
        "archive",
        "archive_empty",
        Text("压缩包里没有文件，请把材料放进去再打包", "There is no file in the archive"),
    )


def too_many(most: int) -> Reason:
    limit = number_in_words(most)
    return Reason(
        "archive",
        "archive_too_many",
        Text(
            f"压缩包里的文件太多，最多 {limit} 个，请分成几批申报",
            f"Too many files in the archive, at most {limit}; hand in several batches",
        ),
    )


def unpacks_too_large(most_bytes: int) -> Reason:
    limit = most_bytes // 1024**3
    return Reason(
        "archive",
        "archive_too_large",
        Text(
            f"压缩包里的文件合计超过 {limit} GB，请分成几批申报",
            f"The files in the archive come to more than {limit} GB; hand in several batches",
        ),
    )


def inflates() -> Reason:
    return Reason(
        "archive",
        "archive_inflates",
        Text(
            "压缩包解开后大得不正常，不像是申报材料，请核对后重新打包",
            "The archive unpacks to far more than papers do; look at the files and pack them anew",
        ),
    )


def overlaps(path: str, other: str) -> Reason:
    return Reason(
        "archive",
        "archive_overlaps",
        Text(
            f"压缩包里的“{within_quotes(path)}”和“{within_quotes(other)}”占用同一段内容，压缩包不正常，"
            f"{_ANEW.zh}",
            f"{path} and {other} share the same bytes of the archive; {_ANEW.en}",
        ),
    )


def name_unreadable(shown: str) -> Reason:
    return Reason(
        "archive",
        "name_unreadable",
        _about(
            shown,
            Text(
                "的名称编码无法识别，请改好名称再打包",
                "the encoding of the name is not understood; rename the file",
            ),
        ),
    )


def name_too_long(shown: str, most: int) -> Reason:
    return Reason(
        "archive",
        "name_too_long",
        _about(
            shown,
            Text(
                f"的路径太长，最多 {most} 个字，请缩短文件名或少放几层文件夹",
                f"the path is too long, at most {most} characters",
            ),
        ),
    )


def path_outside(shown: str) -> Reason:
    return Reason(
        "archive",
        "path_outside",
        _about(
            shown,
            Text(
                f"的路径指向压缩包以外，不能使用，{_ANEW.zh}",
                f"the path points outside the archive; {_ANEW.en}",
            ),
        ),
    )


def name_twice(path: str) -> Reason:
    return Reason(
        "archive",
        "name_twice",
        _about(
            path,
            Text(
                "在压缩包里有几个，名称相同或只是大小写不同，请改名后重新打包",
                "several files have this name (capitals do not count); rename them",
            ),
        ),
    )


def no_plain_file(path: str) -> Reason:
    return Reason(
        "archive",
        "not_a_file",
        _about(
            path,
            Text(
                "是快捷链接，不是文件本身，请放入原文件再打包",
                "a link, not the file; put the file itself there",
            ),
        ),
    )


def encrypted(path: str) -> Reason:
    return Reason(
        "archive",
        "encrypted",
        _about(
            path, Text("设有解压密码，请不设密码重新打包", "asks for a password; pack without one")
        ),
    )


def nested(path: str) -> Reason:
    return Reason(
        "archive",
        "nested_archive",
        _about(
            path,
            Text(
                "是压缩包里的压缩包，请先解开，把里面的文件直接放进企业的文件夹",
                "an archive within the archive; unpack it into the firm's folder",
            ),
        ),
    )


def method_unsupported(path: str, method: str) -> Reason:
    return Reason(
        "archive",
        "method_unsupported",
        _about(
            path,
            Text(
                f"用了不支持的压缩方式（{method}），{_ANEW.zh}",
                f"the method of compression ({method}) is not supported; {_ANEW.en}",
            ),
        ),
    )


def file_inflates(path: str) -> Reason:
    return Reason(
        "archive",
        "file_inflates",
        _about(
            path,
            Text(
                "解开后大得不正常，不像是申报材料，请核对这个文件",
                "unpacks to far more than a paper does; look at the file",
            ),
        ),
    )


def file_too_large(path: str, most_bytes: int) -> Reason:
    limit = most_bytes // 1024**2
    return Reason(
        "archive",
        "file_too_large",
        _about(
            path,
            Text(
                f"太大，每个文件最多 {limit} MB，请压缩图片或分成几个文件",
                f"too large, at most {limit} MB a file",
            ),
        ),
    )


def file_empty(path: str) -> Reason:
    return Reason(
        "archive",
        "file_empty",
        _about(
            path, Text("是空的，请放入正确的文件", "the file is empty; put the right one there")
        ),
    )


def file_damaged(path: str) -> Reason:
    return Reason(
        "archive",
        "file_damaged",
        _about(
            path,
            Text(
                "在压缩包里已损坏，解不开，请重新打包再上传",
                "damaged within the archive; pack again and upload",
            ),
        ),
    )


def _about(path: str, what: Text) -> Text:
    return Text(f"“{within_quotes(path)}”{what.zh}", f"{path}: {what.en}")
