"""Why files of an archive cannot be matched with the rows of a manifest, and how to name them."""

from collections.abc import Sequence

from models.rules.reasons import Reason, Text
from models.rules.terms.track import Material
from models.rules.wording import MOST_LISTED, listed_in_words, within_quotes


def folder_missing() -> Reason:
    text = Text(
        "压缩包里没有这家企业的文件夹，请放入一个文件夹，名称以统一社会信用代码开头",
        "No folder of this firm in the archive; add one whose name begins with the firm's code",
    )
    return Reason("archive", "folder_missing", text)


def folders_twice(folders: Sequence[str]) -> Reason:
    zh = "、".join(f"“{within_quotes(folder)}”" for folder in folders[:MOST_LISTED])
    text = Text(
        f"这家企业在压缩包里有 {len(folders)} 个文件夹（如 {zh}），请合并成一个",
        f"The firm has {len(folders)} folders ({', '.join(folders[:MOST_LISTED])}); keep one",
    )
    return Reason("archive", "folders_twice", text)


def folder_of_several(folder: str, firms: Sequence[str]) -> Reason:
    text = Text(
        f"文件夹“{within_quotes(folder)}”的路径里有几家企业的代码（{'、'.join(firms)}），"
        "请每家企业用一个单独的文件夹",
        f"{folder} bears the codes of several firms ({', '.join(firms)}); one folder each",
    )
    return Reason("archive", "folder_of_several", text)


def folder_unknown(folder: str, code: str, meant: Text | None) -> Reason:
    zh, en = ("", "") if meant is None else (meant.zh, meant.en)
    text = Text(
        f"文件夹“{within_quotes(folder)}”的代码 {code} 不在清单里{zh}，请核对代码，或把这家企业补进清单",
        f"{folder}: no row of the manifest has the code {code}{en}; mend it, or add the firm",
    )
    return Reason("archive", "folder_unknown", text)


def folder_without_code(folder: str) -> Reason:
    text = Text(
        f"文件夹“{within_quotes(folder)}”看不出是哪家企业的，名称请以统一社会信用代码开头",
        f"{folder}: whose it is cannot be told; begin its name with the firm's code",
    )
    return Reason("archive", "folder_without_code", text)


def file_outside(name: str) -> Reason:
    text = Text(
        f"“{within_quotes(name)}”不在任何企业的文件夹里，没有采用；是材料的，请放进企业的文件夹",
        f"{name} lies in no firm's folder and was not used; move it if it is a paper",
    )
    return Reason("archive", "file_outside", text)


def paper_unknown(path: str, materials: Sequence[Material]) -> Reason:
    known = listed_in_words([material.label for material in materials])
    text = Text(
        f"从名称看不出“{within_quotes(path)}”是哪种材料，请用材料名称命名：{known.zh}",
        f"{path}: which paper is this? Name it after one of: {known.en}",
    )
    return Reason("archive", "paper_unknown", text)


def paper_ambiguous(path: str, materials: Sequence[Material]) -> Reason:
    likely = listed_in_words([material.label for material in materials])
    text = Text(
        f"“{within_quotes(path)}”可能是几种材料（{likely.zh}），请把名称写完整",
        f"{path} may be any of: {likely.en}; write the name in full",
    )
    return Reason("archive", "paper_ambiguous", text)


def type_unknown(path: str, ending: str) -> Reason:
    text = Text(
        f"“{within_quotes(path)}”的扩展名是 .{ending}，不能作为材料；请打开原件，"
        "另存为 .pdf 或 .jpg 文件",
        f"{path} ends in .{ending}, which is no paper's; save the original as .pdf or .jpg",
    )
    return Reason("archive", "unsupported_media", text)


def paper_missing(material: Material) -> Reason:
    text = Text(
        f"缺少“{within_quotes(material.label.zh)}”，请放进这家企业的文件夹，文件名以材料名称开头",
        f"{material.label.en} is missing; put it into the firm's folder, under the paper's name",
    )
    return Reason(f"evidence.{material.kind}", "missing", text, material.cite)


def too_many_of_kind(material: Material) -> Reason:
    text = Text(
        f"“{within_quotes(material.label.zh)}”最多 {material.maximum} 份，请合并或删去多余的",
        f"{material.label.en}: at most {material.maximum} files; join some or leave some out",
    )
    return Reason(f"evidence.{material.kind}", "too_many", text, material.cite)


def same_file(path: str, others: Sequence[str]) -> Reason:
    zh = "、".join(f"“{within_quotes(other)}”" for other in others)
    text = Text(
        f"“{within_quotes(path)}”和{zh}是同一个文件，却属于不同企业，请核对并换成各自的材料",
        f"{path} and {', '.join(others)} are the same file, of different firms; mend either",
    )
    return Reason("archive", "same_file", text)


def named_file_missing(field: str, given: str) -> Reason:
    text = Text(
        f"压缩包里没有“{within_quotes(given)}”这个文件，请核对文件名（可写相对企业文件夹的路径）",
        f"No file {given} in the archive; paths begin at the firm's folder or at the root",
    )
    return Reason(field, "file_missing", text)


def named_file_several(field: str, given: str, paths: Sequence[str]) -> Reason:
    zh = "、".join(f"“{within_quotes(path)}”" for path in paths[:MOST_LISTED])
    text = Text(
        f"压缩包里有几个“{within_quotes(given)}”（{zh}），请写出文件夹和文件名",
        f"Several files are called {given}; write the folder too",
    )
    return Reason(field, "file_ambiguous", text)
