"""The letter of a decision: what was decided, on what grounds, what can be done against it."""

from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from models.rules.labels import STAGE_WORDS
from models.rules.money import yuan
from models.rules.terms.programme import TrackTerms
from models.rules.wording import day_in_words, value_in_words
from server.clock import Clock
from server.edge.receipts import Signer
from server.errors import NotFound
from server.features.applications.allowed import is_appealable
from server.features.applications.decision import explain_application
from server.features.applications.decision_schemas import (
    DecisionConditionView,
    DecisionView,
    ReviewStep,
)
from server.features.letters.refusals import NotDecided
from server.features.letters.standing import DecidedCase, find_standing
from server.features.letters.tokens import LetterRef, sign
from server.features.letters.words import (
    BLANK,
    DECISION_TITLE,
    code_to_check,
    day,
    how_to_check,
    money,
    programme_line,
)
from server.features.programmes.published import definition_of
from storage.files.letters.letter import (
    Caption,
    Facts,
    Grid,
    Letter,
    Paragraph,
    Part,
    Signature,
)
from storage.postgres.application_rows import ApplicationRow, fetch_application_of_firm
from storage.postgres.application_states import read_states
from storage.redis.quota import QuotaRedis

_VERDICTS: Final = {"pass": "通过", "return": "退回补正", "reject": "不通过"}
_MET: Final = {True: "符合", False: "不符合", None: "未判定"}
_ASSUMED: Final = "本年度规定"
_LATEST_REVIEWS: Final = 30
_APPEAL: Final = "可在小程序“我的申请”中提出申诉并附材料；也"
_AGAINST: Final = "对本决定有异议的，{appeal}可以依法申请行政复议或者提起行政诉讼。"
_NUMERALS: Final = "一二三"
_PRINTED: Final = (
    "本件由系统按审核记录生成，未加盖印章；与主管部门盖章的书面决定不一致的，以书面决定为准。"
)


async def decision_letter(
    application_id: UUID,
    user_id: UUID,
    *,
    quota: QuotaRedis,
    clock: Clock,
    signer: Signer,
    public_url: str,
) -> Letter:
    """Of one of the person's firms. Raises NotFound, NotDecided."""
    row = await fetch_application_of_firm(application_id, user_id)
    standing = await find_standing(application_id)
    if row is None or standing is None:
        raise NotFound()
    if standing.outcome is None or standing.decided_on is None:
        raise NotDecided()
    definition = await definition_of(row.rule_version_id)
    track = definition.find_track(row.track)
    if track is None:
        raise NotFound()
    view = await explain_application(
        application_id, user_id, quota=quota, clock=clock, english=False
    )
    state = (await read_states([application_id], user_id))[application_id]
    token = sign(LetterRef("decision", application_id, standing.fingerprint), signer)
    authority = definition.policy.authority.zh
    return Letter(
        title=DECISION_TITLE,
        above=programme_line(definition),
        below=f"编号：{row.number}",
        code=code_to_check(token, public_url),
        dated=standing.decided_on,
        author=authority,
        footer=f"{DECISION_TITLE} · {row.number}",
        parts=(
            Paragraph(f"{row.enterprise_name or BLANK}：", indent=False),
            *_decided(row, standing, view, track, appealable=is_appealable(row, state)),
            _about(row, standing, track),
            *_grounds(view, track, granted=standing.outcome == "granted"),
            Signature((authority, day_in_words(standing.decided_on))),
            Paragraph(_PRINTED, indent=False, small=True),
            how_to_check(public_url),
        ),
    )


def _decided(
    row: ApplicationRow,
    standing: DecidedCase,
    view: DecisionView,
    track: TrackTerms,
    *,
    appealable: bool,
) -> Iterator[Part]:
    begun = f"贵单位于{day(row.submitted_at)}提交的“{track.title.zh}”申请"
    yield Paragraph(f"{begun}，{_result(row, standing, view, track)}")
    if standing.outcome != "granted":
        appeal = _APPEAL if appealable else ""
        yield Paragraph(_AGAINST.format(appeal=appeal))


def _result(
    row: ApplicationRow, standing: DecidedCase, view: DecisionView, track: TrackTerms
) -> str:
    match standing.outcome:
        case "granted":
            return _granted(row, standing, track)
        case "rejected":
            return _rejected(view)
        case "lapsed":
            return "因未在规定期限内办理，已经失效。"
        case "not_funded":
            return "因本年度资助额度已经用完，未能获得资助。"
        case _:
            return _revoked(row)


def _granted(row: ApplicationRow, standing: DecidedCase, track: TrackTerms) -> str:
    if not standing.amount_fen:
        named = track.recognition.title.zh if track.recognition else track.title.zh
        return f"经审核，符合规定，予以通过：{named}。"
    given = f"经审核，符合规定，同意给予补贴{money(standing.amount_fen)}。"
    if track.platform is None or row.platform_name is None:
        return given
    return f"{given}该款拨付给平台企业{row.platform_name}，用于抵减贵单位的服务费用。"


def _rejected(view: DecisionView) -> str:
    if view.rejection is None:
        return "经审核，未予通过。"
    because = f"理由：{view.rejection.reason}" if view.rejection.reason else ""
    rests = f"依据：{view.rejection.cite}。" if view.rejection.cite else ""
    return f"经审核，未予通过。{rests}{because}"


def _revoked(row: ApplicationRow) -> str:
    return "原审核结果已经撤销；已经拨付的款项，按主管部门的书面通知办理。"


def _about(row: ApplicationRow, standing: DecidedCase, track: TrackTerms) -> Facts:
    named = (
        ("申请编号", row.number),
        ("事项", track.title.zh),
        ("企业名称", row.enterprise_name),
        ("统一社会信用代码", row.uscc),
        ("平台企业", row.platform_name),
        ("服务方案", row.plan_title),
        ("服务协议编号", row.contract_no),
        ("服务费用", None if row.fee_fen is None else money(row.fee_fen)),
        ("企业已付", None if row.paid_fen is None else money(row.paid_fen)),
        ("补贴金额", money(standing.amount_fen) if standing.amount_fen else None),
    )
    return Facts(tuple((name, value) for name, value in named if value))


def _grounds(view: DecisionView, track: TrackTerms, *, granted: bool) -> Iterator[Part]:
    """What there is of it, counted through: a title given on merit has no conditions."""
    conditions = tuple(_condition(one, track) for one in view.conditions)
    steps = tuple(
        (step.text, _yuan(step.amount_fen), step.cite or _ASSUMED)
        for step in view.award.steps
        if granted
    )
    reviews = tuple(_reviews(view.reviews, track))
    grids = (
        ("申请条件", Grid(("条件", "填报情况", "依据", "结论"), (9, 6, 4, 3), conditions)),
        ("补贴计算", Grid(("计算过程", "金额（元）", "依据"), (12, 5, 5), steps)),
        ("审核经过", Grid(("环节", "结论", "日期"), (10, 6, 6), reviews)),
    )
    filled = ((title, grid) for title, grid in grids if grid.rows)
    for number, (title, grid) in zip(_NUMERALS, filled, strict=False):
        yield Caption(f"{number}、{title}")
        yield grid


def _yuan(amount_fen: int | None) -> str:
    return "" if amount_fen is None else yuan(amount_fen)


def _condition(view: DecisionConditionView, track: TrackTerms) -> tuple[str, ...]:
    values = "；".join(_value(one.name, one.label, one.value, track) for one in view.values)
    return view.text, values, view.cite or _ASSUMED, _MET[view.met]


def _value(name: str, label: str, value: object, track: TrackTerms) -> str:
    fact = track.find_fact(name)
    if value is None:
        return f"{label}：未填"
    return f"{label}：{value_in_words(fact, value).zh if fact else value}"


def _reviews(reviews: Sequence[ReviewStep], track: TrackTerms) -> Iterator[tuple[str, ...]]:
    titles: dict[str, str] = {stage.kind: stage.title.zh for stage in track.stages}
    words: dict[str, str] = {kind: text.zh for kind, text in STAGE_WORDS.items()}
    for step in reviews[-_LATEST_REVIEWS:]:
        title = titles.get(step.stage) or words.get(step.stage, step.stage)
        yield title, _VERDICTS.get(step.verdict, step.verdict), day(step.decided_at)
