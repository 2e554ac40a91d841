"""Renders editions as lines of text for the command line."""

from collections.abc import Iterator
from datetime import datetime

from models.programme.describe.editions import contact_words
from models.rules.money import yuan
from models.rules.terms.programme import (
    Award,
    Condition,
    Figure,
    Material,
    Policy,
    PoolRule,
    TrackTerms,
)
from server.clock import SHANGHAI
from server.features.programmes.published import PublishedEdition

_STATUS = (("upcoming", "未开放"), ("open", "开放中"), ("closed", "已截止"))


def edition_line(edition: PublishedEdition, now: datetime) -> str:
    """One edition in one line: code, status, window, title."""
    status = dict(_STATUS)[edition.window.status(now)]
    title = edition.definition.edition.title.zh
    return f"{edition.code}  {status}  {_window(edition)}  {title}"


def edition_lines(edition: PublishedEdition, now: datetime) -> Iterator[str]:
    """One edition in full: source, pools, and each track with its rules and their clauses."""
    rules = edition.definition
    yield edition_line(edition, now)
    yield f"依据：{rules.policy.document}（{rules.policy.issued_on or '日期未载明'}）"
    yield f"主管：{rules.policy.authority.zh}；规则版本 {edition.version_id}"
    if rules.edition.settles_on is not None:
        yield f"候补截止日 {rules.edition.settles_on}"
    for pool in rules.pools:
        yield f"资金池 {_pool(pool)}"
    yield from _told(rules.policy)
    for track in rules.tracks:
        yield ""
        yield from _track(track)


def _told(policy: Policy) -> Iterator[str]:
    """Whom to ask, what is often asked, and how much there is of the notice itself."""
    for contact in policy.contacts:
        yield f"咨询 {contact.name.zh}：{contact_words(contact).zh}{_origin(contact.cite)}"
    for entry in policy.help:
        yield f"问答 {entry.question.zh} {entry.answer.zh}{_origin(entry.cite)}"
    if policy.notice:
        yield f"通知全文 {len(policy.notice)} 段，共 {sum(map(len, policy.notice))} 字"


def _track(track: TrackTerms) -> Iterator[str]:
    yield f"[{track.code}] {track.title.zh}{_origin(track.cite)}"
    for condition in track.conditions:
        yield f"  条件 {_condition(condition)}"
    for material in track.materials:
        yield f"  材料 {_material(material)}"
    yield from _award(track.award)
    yield f"  流程 {' → '.join(stage.title.zh for stage in track.stages)}"


def _award(award: Award) -> Iterator[str]:
    yield f"  补助 {award.text.zh}{_origin(award.cite, award.assumed)}"
    for figure in (*award.figures, *(row.figure for row in award.table)):
        yield f"    {_figure(figure)}"


def _condition(condition: Condition) -> str:
    return f"{condition.text.zh}{_origin(condition.cite, condition.assumed)}"


def _material(material: Material) -> str:
    need = "" if material.required else "（可选）"
    return f"{material.label.zh}{need}{_origin(material.cite, material.assumed)}"


def _figure(figure: Figure) -> str:
    return f"{figure.name} = {figure.value}{_origin(figure.cite, figure.assumed)}"


def _pool(pool: PoolRule) -> str:
    budget = "金额不限" if pool.budget_fen is None else f"{yuan(pool.budget_fen)} 元"
    places = "" if pool.places is None else f",{pool.places} 个名额"
    return f"{pool.code}：{budget}{places}"


def _origin(cite: str | None, assumed: bool = False) -> str:
    if cite:
        return f"（{cite}）"
    return "（假定）" if assumed else ""


def _window(edition: PublishedEdition) -> str:
    opens = edition.window.opens_at.astimezone(SHANGHAI).date()
    closes = edition.window.closes_at.astimezone(SHANGHAI).date()
    return f"{opens} 至 {closes}"
