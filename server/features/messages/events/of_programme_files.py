"""Files of programmes that two persons of an authority put into force, as they are told."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text
from server.features.messages.events.event_text import AUTHORITY, EventText

FILES_PROPOSED: Final = "programme.proposed"
FILES_PUBLISHED: Final = "programme.published"
FILES_REFUSED: Final = "programme.refused"

OF_PROGRAMME_FILES: Final[Mapping[str, EventText]] = MappingProxyType(
    {
        FILES_PROPOSED: EventText(
            Text("有政策文件待发布", "Files of a programme wait to be published"),
            (
                Text(
                    "“{edition_title:inner}”的政策文件由 {who} 提出，须由另一人发布。",
                    "{who} proposed the files of {edition_title}; a second person publishes them.",
                ),
                Text("说明：{comment}", "They say: {comment}"),
                Text(
                    "请在“政策文件”里通读全文和改动，核对无误后发布；有误的，写明理由退回。",
                    "Read all of it and its changes under “Programme files”, then publish it, or refuse"
                    " it with a reason.",
                ),
            ),
            to=AUTHORITY,
        ),
        FILES_PUBLISHED: EventText(
            Text("政策文件已发布", "Files of a programme were published"),
            (
                Text(
                    "“{edition_title:inner}”第 {version} 版由 {proposer} 提出、{who} 发布，"
                    "自 {at:minute} 起执行。",
                    "Version {version} of {edition_title}, proposed by {proposer} and published by"
                    " {who}, is in force from {at:moment}.",
                ),
                Text(
                    "此前已提交的申请仍按提交时的版本办理。",
                    "Applications handed in before are judged by the version of their time.",
                ),
            ),
            to=AUTHORITY,
        ),
        FILES_REFUSED: EventText(
            Text("您提出的政策文件被退回", "The files that you proposed were refused"),
            (
                Text(
                    "“{edition_title:inner}”的政策文件没有发布，由 {who} 退回。",
                    "The files of {edition_title} were not published: {who} refused them.",
                ),
                Text("理由：{reason}", "Reason: {reason}"),
                Text("改好后可以重新提出。", "Mend them and propose them anew."),
            ),
            to=AUTHORITY,
        ),
    }
)
