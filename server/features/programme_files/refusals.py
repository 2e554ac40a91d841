"""Why files of a programme are not proposed or not published."""

from models.rules.reasons import Text
from server.errors import AppError


class ProgrammeOutOfReach(AppError):
    """No grant of the person reaches the programme that the files are for."""

    status, code = 403, "programme_out_of_reach"
    title = Text(
        "您的授权不包括这个项目：新项目由没有限定项目的主管部门账号提出，"
        "文件里的主管部门须是您所在的部门",
        "Your grant does not reach this programme: a new one is proposed by an authority without a"
        " limit, and the file names your own authority",
    )


class FilesUnchanged(AppError):
    """What the files say is in force already."""

    status, code = 409, "files_unchanged"
    title = Text(
        "这两个文件与现行版本内容相同，不需要再发布",
        "These files say what is in force already; there is nothing to publish",
    )


class AlreadyProposed(AppError):
    """Another proposal for the same edition waits."""

    status, code = 409, "already_proposed"
    title = Text(
        "这个年度已有一份待发布的文件，请先由另一人发布或退回，或由提出人撤回",
        "Files of this edition wait already: a second person publishes or refuses them, or whoever"
        " proposed them withdraws",
    )


class FilesOfYourOwn(AppError):
    """Whoever proposed files does not decide on them as well."""

    status, code = 403, "second_person_needed"
    title = Text(
        "这份文件由您提出，须由另一人发布或退回；请换一位同事办理，您自己可以撤回",
        "You proposed these files; a second person publishes or refuses them, and you may withdraw",
    )


class NotYourProposal(AppError):
    """Only who proposed files withdraws them."""

    status, code = 403, "not_your_proposal"
    title = Text(
        "这份文件由别人提出，只有提出人可以撤回；不同意的，请写明理由退回",
        "Somebody else proposed these files and alone withdraws them; refuse them with a reason",
    )


class ProposalEnded(AppError):
    """It was published, refused or withdrawn before."""

    status, code = 409, "proposal_ended"
    title = Text(
        "这份文件已经办结，请刷新后查看结果",
        "These files were decided on before; reload to see how",
    )


class RulesMoved(AppError):
    """Another version came into force since the files were proposed."""

    status, code = 409, "rules_moved"
    title = Text(
        "提出之后现行版本又有变化，这份文件不能再发布；请退回，由提出人按现行版本重新提出",
        "The rules in force have changed since these files were proposed; refuse them, and let them"
        " be proposed anew upon what is in force",
    )
