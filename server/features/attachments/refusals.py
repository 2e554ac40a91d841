"""Why a paper is not taken with an appeal or an objection."""

from models.rules.reasons import Text
from server.errors import AppError


class MatterDecided(AppError):
    """It was answered already: what comes now would not be read."""

    status, code = 409, "matter_decided"
    title = Text(
        "这件申诉或异议已经答复，不能再增减材料；还有材料要交的，请联系主管部门",
        "This appeal or objection was answered; give further papers to the authority itself",
    )


class TooManyAttachments(AppError):
    """Nobody reads more."""

    status, code = 409, "too_many_attachments"
    title = Text(
        "一件申诉或异议最多附 10 份材料，请合并后再上传",
        "An appeal or objection takes 10 papers at most; put several into one file",
    )
