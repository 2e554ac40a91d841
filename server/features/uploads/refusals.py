"""What keeps a large upload from going on, by the statuses of tus 1.0."""

from models.rules.reasons import Text
from server.errors import AppError, Invalid


class HeaderInvalid(Invalid):
    """A header of the protocol is missing, or is not what it should be."""

    status, code = 400, "header_invalid"
    title = Text(
        "上传程序发来的请求有误，请刷新页面后重新选择文件",
        "A header of the upload is missing or wrong; see tus 1.0",
    )


class TusVersionUnsupported(Invalid):
    """The client speaks another version of the protocol, or does not say which."""

    status, code = 412, "tus_version_unsupported"
    title = Text(
        "上传程序的版本不对，请刷新页面后重新选择文件",
        "Send Tus-Resumable: 1.0.0; no other version is spoken here",
    )


class OffsetConflict(AppError):
    """The bytes do not go on where the upload stands, or another request writes to it."""

    status, code = 409, "offset_conflict"
    title = Text(
        "续传的位置与已收到的不一致，请重新选择同一个文件，会从已收到的地方接着上传",
        "The upload stands elsewhere, or is written to by another request; ask where it stands",
    )


class UploadGone(AppError):
    """It was ended by its owner, or nobody went on with it in time."""

    status, code = 410, "upload_gone"
    title = Text(
        "这次上传已取消或已过期，请重新选择文件上传",
        "The upload was ended or has expired; begin a new one",
    )


class UploadInUse(AppError):
    """A batch needs the file."""

    status, code = 409, "upload_in_use"
    title = Text(
        "这个文件正用于批量提交，不能删除；请等处理完，之后系统会自动删除",
        "A batch uses this file; it is deleted by itself once no batch needs it",
    )


class ChecksumMismatch(AppError):
    """What arrived is not what was sent; nothing of it counts."""

    status, code = 460, "checksum_mismatch"
    title = Text(
        "这一段内容在传输中出错，没有计入；请重新上传这一段",
        "This part was damaged on its way and does not count; send it again",
    )
