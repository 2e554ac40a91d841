"""What forms of several parts share: where the parts end, what each is called, what may be wrong."""

import re

from multipart import MultipartSegment  # type: ignore[import-untyped]

from models.rules.reasons import Reason, Text
from server.edge.web.field_labels import label_of
from server.edge.web.media_type import read_media_type
from server.errors import Invalid, UnsupportedMedia

FIELD_LIMIT = 16 * 1024
MOST_PARTS = 16
OVERHEAD = 256 * 1024
"""Of a body beside its files, in bytes."""
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*("[^"]*"(?=\s*(?:;|$))|[^;]*)')
_BROKEN = Text("上传的内容不完整，请重新选择文件再上传", "The upload is incomplete or malformed")
_MEDIA = Text("上传的格式不对，请刷新页面后重新选择文件", "Upload as multipart/form-data")


def too_long(name: str) -> Text:
    label = label_of(None, name)
    return Text(f"{label.zh}太长，请缩短后再提交", f"{label.en} is too long")


def missing_file(name: str) -> Text:
    label = label_of(None, name)
    return Text(f"{label.zh}还没有选择，请选择文件再上传", f"{label.en} is missing; choose a file")


def broken() -> Invalid:
    return Invalid(errors=[Reason("", "multipart", _BROKEN)])


def part_name(part: MultipartSegment) -> str:
    """The field's name, whatever encoding the file's name beside it has."""
    return _parameter(part, "name")


def file_name_of(part: MultipartSegment) -> str:
    """What its owner calls the file, as far as that can be read; empty where nothing is said."""
    return _parameter(part, "filename")


def _parameter(part: MultipartSegment, wanted: str) -> str:
    for header, value in part.headerlist:
        if header == "Content-Disposition":
            for label, found in _PARAMETER.findall(value):
                if label.lower() == wanted:
                    name: str = found.strip().strip('"')
                    return name.encode("latin-1").decode(errors="replace")
    return ""


def boundary_of(header: str | None) -> bytes:
    media = read_media_type(header)
    boundary = media.parameters.get("boundary", "")
    usable = 0 < len(boundary) <= 200 and boundary.isascii()
    if media.name != "multipart/form-data" or not usable:
        raise UnsupportedMedia(_MEDIA)
    return boundary.encode()
