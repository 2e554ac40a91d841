"""What keeps a paper from being taken, in the words of whoever handed it in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text

_DAMAGED = Text("文件打不开或不完整，请重新选择", "The file is damaged or incomplete")

FAULTS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "empty": Text("文件是空的，请重新选择", "The file is empty"),
        "unsupported": Text(
            "只接收 PDF、OFD、JPG、PNG、HEIC 文件，请换成其中一种再上传",
            "Only PDF, OFD, JPG, PNG and HEIC are accepted",
        ),
        "archive": Text(
            "文件末尾夹带了压缩包，不能上传；请从原件重新导出，或重新拍照再上传",
            "An archive is hidden at the end of the file; export it anew, or take another photo",
        ),
        "damaged": _DAMAGED,
        "too_complex": Text(
            "文件太复杂，系统打不开；请重新导出（如“打印”成 PDF）、降低清晰度或减少页数后再上传",
            "The file is too complex to be opened; print it to a PDF, or export fewer pages at a lower"
            " resolution",
        ),
        "cut_off": Text(
            "文件不完整，后面一段没有传上来；请确认原件能打开，再上传一次",
            "The file ends too early; see that the original opens, and upload it again",
        ),
        "password": Text(
            "文件设有打开密码，别人打不开；请另存为不带密码的 PDF 再上传",
            "The PDF asks for a password; save it without one and upload that",
        ),
        "no_page": Text(
            "文件里一页也没有，请从原件重新导出再上传",
            "The PDF has no page; export it anew from the original",
        ),
        "pixels": Text(
            "图片的像素太多，多数电脑和手机打不开；请缩小后再上传",
            "The picture has too many pixels to be opened; make it smaller",
        ),
        "virus_found": Text(
            "文件带有病毒，没有收下；请先给电脑或手机杀毒，再从原件重新导出后上传",
            "The file carries a virus and was not taken; clean your device, then export it anew",
        ),
        "lost": Text(
            "系统没有保存好这份文件，不是您的问题；请重新上传同一份文件",
            "The file was lost on our side, through no fault of yours; upload the same file again",
        ),
    }
)
"""By the fault that a look at the file finds; each says what is wrong and the cure."""

LOST_FAULT: Final = "lost"
"""Of a paper that was never checked, and whose file the store has no more."""
AWAY: Final = "scanner_away"
"""What a paper waits for while no scanner answers."""
UNENDED: Final = ("unended_once", "unended_twice")
"""What a paper waits for whose look did not end, by how often; the next time it is too complex."""
CHECKING: Final = Text(
    "材料还在检查，一般几秒钟就好，请稍候再试",
    "This paper is still being checked; it takes seconds, try again shortly",
)
SCANNER_AWAY: Final = Text(
    "病毒检查暂时不可用，恢复后会自动检查这份材料，不用重新上传",
    "The virus scan is down; the paper is checked once it is back, do not upload it again",
)
LOST: Final = Text(
    "这份材料的文件找不到了，已记入系统日志；请告诉主管部门，由系统管理员从备份恢复",
    "The file of this paper is lost, which is in the log; tell the authority; there are backups",
)
NO_INVOICE: Final = Text(
    "这份文件里没有识别出发票，可能是扫描件或不是发票；不影响提交，请自己核对抬头和金额",
    "No invoice was recognised in this file: it may be a scan, or none. You can go on; check the"
    " buyer and the amount yourself",
)
REDRAWN: Final = Text(
    "这一页的图片正在生成，请过一会儿再看；原件可以照常下载",
    "The picture of this page is being drawn; look again in a minute, or take the original",
)
EXPIRED: Final = Text(
    "这份材料的保存期限已满，原件已按规定删除，不用再办理",
    "This paper was kept as long as it had to be and is deleted; there is nothing to do",
)


def after_unended(waiting_for: str | None) -> str | None:
    """What it waits for once its look did not end again; None where it was tried often enough."""
    place = UNENDED.index(waiting_for) + 1 if waiting_for in UNENDED else 0
    return UNENDED[place] if place < len(UNENDED) else None


def fault_text(fault: str) -> Text:
    """In words also where an older or newer release named the fault."""
    return FAULTS.get(fault, _DAMAGED)


def state_text(state: str, fault: str | None) -> Text | None:
    """What its people read of a paper that nobody is given; None for one that is checked."""
    if state == "checking" and fault != LOST_FAULT:
        return SCANNER_AWAY if fault == AWAY else CHECKING
    if state == "expired":
        return EXPIRED
    return None if fault is None else fault_text(fault)
