"""The whole text of a public notice, as people are used to read one: what, until when, how to object."""

from datetime import date

from models.rules.reasons import Text
from models.rules.terms.programme import EditionDefinition, TrackTerms
from models.rules.wording import day_in_words, within_quotes
from models.tables.notices import Notice
from server.clock import SHANGHAI


def full_text(
    notice: Notice, definition: EditionDefinition, *, ends_on: date, note: Text | None, total: int
) -> list[Text]:
    """Paragraph by paragraph; `note` says what is provisional about its last day."""
    track = definition.find_track(notice.track)
    authority = definition.policy.authority
    published_on = notice.created_at.astimezone(SHANGHAI).date()
    return [
        *([] if track is None else [_what(definition, track, total)]),
        _until_when(notice, ends_on, note),
        Text(
            "公示期内对以上内容有异议的，单位和个人都可以登录后在本公示页面提出，并写明理由。"
            f"{authority.zh}逐条答复，全部答复后公示才结束。",
            "Whoever objects, a firm or a person, logs in and says so on this page with the reason"
            f" while the notice stands. {authority.en} answers each; the notice ends once all are"
            " answered.",
        ),
        authority,
        Text(day_in_words(published_on), published_on.isoformat()),
    ]


def _what(definition: EditionDefinition, track: TrackTerms, total: int) -> Text:
    zh, en = ("拟支持", "to be supported")
    if track.recognition is not None:
        zh, en = "拟认定", "to be recognised"
    document = definition.policy.document.replace("《", "〈").replace("》", "〉")
    return Text(
        f"根据《{document}》，经申报、审核，现将“{within_quotes(track.title.zh)}”{zh}的"
        f" {total} 家名单予以公示，名单附后。",
        f"Under the notice {document}, after application and examination, the {total} {en} in"
        f" “{track.title.en}” are shown below.",
    )


def _until_when(notice: Notice, ends_on: date, note: Text | None) -> Text:
    more = Text("", "") if note is None else Text(f"{note.zh}。", f" {note.en}.")
    return Text(
        f"公示期为{day_in_words(notice.starts_on)}至{day_in_words(ends_on)}，"
        f"共 {notice.workdays} 个工作日。{more.zh}",
        f"The notice stands from {notice.starts_on} to {ends_on}, {notice.workdays} working"
        f" days.{more.en}",
    )
