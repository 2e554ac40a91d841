"""The path of a track: its steps in order, and how many working days a public notice lasts."""

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import get_args

from models.programme.reader.provenance import find_given_whole, read_provenance
from models.programme.reader.table import Table, note_repeats
from models.rules.lifecycle import STAGE_ROLES, StageKind, StageRole
from models.rules.terms.programme import Stage, ValueSource
from models.rules.terms.track import BulkRule
from models.rules.workdays import MAX_WORKDAYS

STAGE_KINDS: tuple[StageKind, ...] = get_args(StageKind)
BULK_RULES: tuple[BulkRule, ...] = get_args(BulkRule)
ROLES: tuple[StageRole, ...] = get_args(StageRole)
_USUAL_ROLE = MappingProxyType(dict(STAGE_ROLES))
_NOT_FIRST = ("publicity", "payout")
_ONE_FILE = (
    "流程整段只写在一个文件里（政策文件已经写了；拨付引用规定这笔钱的条款，也写在政策文件里）",
    "no path: the policy has one, whole, with the payout under the clause that promises the money",
)
# The name under which `TrackTerms.sources` tells where the length of the public notice comes from.
WORKDAYS_SOURCE = "publicity.workdays"


def read_path(
    policy: Table, edition: Table | None
) -> tuple[tuple[Stage, ...], tuple[ValueSource, ...]]:
    """The policy's path, or the edition's where the notice leaves it open; and what it fills."""
    place = policy
    if edition is not None and edition.has("stages"):
        if policy.has("stages"):
            edition.wrong("stages", *_ONE_FILE, found=_kinds(edition.peek("stages")))
        else:
            place = edition
    stages = tuple(_read_stage(inner) for inner in place.listed_tables("stages"))
    stages, sources = _with_notice(stages, edition)
    _check_order(place, [stage.kind for stage in stages])
    _check_notice(place, stages)
    return stages, sources


def _kinds(stages: object) -> list[object]:
    listed = stages if isinstance(stages, list) else []
    return [stage.get("kind") for stage in listed if isinstance(stage, dict)]


def _read_stage(table: Table) -> Stage:
    origin = read_provenance(table)
    kind = table.one_of("kind", STAGE_KINDS)
    stage = Stage(
        kind=kind,
        role=table.one_of("role", ROLES) if table.has("role") else _USUAL_ROLE[kind],
        title=table.text("title"),
        workdays=table.find_whole("workdays"),
        cite=origin.cite,
        assumed=origin.assumed,
        reading=origin.reading,
        by_month=table.find_whole("by_month"),
        bulk=table.one_of("bulk", BULK_RULES) if table.has("bulk") else None,
        explain=table.boolean("explain", True),
    )
    if stage.by_month is not None and not 1 <= stage.by_month <= 12:
        table.wrong("by_month", "1 至 12 的月份", "a month from 1 to 12", found=stage.by_month)
    if stage.workdays is not None:
        _check_workdays(table, stage.workdays, kind)
    table.done()
    return stage


def _check_workdays(table: Table, workdays: int, kind: StageKind) -> None:
    if kind != "publicity":
        text = ("只有 publicity 写 workdays", "workdays only with publicity")
        table.wrong("workdays", *text, found=workdays)
    elif not 1 <= workdays <= MAX_WORKDAYS:
        limits = (f"1 至 {MAX_WORKDAYS} 个工作日", f"1 to {MAX_WORKDAYS} working days")
        table.wrong("workdays", *limits, found=workdays)


def _with_notice(
    stages: tuple[Stage, ...], edition: Table | None
) -> tuple[tuple[Stage, ...], tuple[ValueSource, ...]]:
    """The length of the public notice where the edition fills it in."""
    inner = edition.find_table("publicity") if edition is not None else None
    if inner is None:
        return stages, ()
    stated = find_given_whole(inner, "workdays")
    inner.done()
    if stated is None:
        inner.wrong("workdays", "{ value = …, assumed = true }", "{ value = …, assumed = true }")
        return stages, ()
    workdays, source = stated
    _check_workdays(inner, workdays, "publicity")
    notice = next((stage for stage in stages if stage.kind == "publicity"), None)
    if notice is None:
        inner.wrong("workdays", "路径中有 publicity 步骤", "a step publicity in the path")
    elif notice.workdays is not None:
        inner.wrong("workdays", "步骤里已写 workdays", "nothing: the step has its workdays")
    filled = tuple(
        replace(stage, workdays=workdays) if stage is notice else stage for stage in stages
    )
    return filled, (replace(source, name=WORKDAYS_SOURCE),)


def _check_order(table: Table, kinds: Sequence[StageKind]) -> None:
    """Each kind once; a notice before the approval; nothing but a payout after it."""
    note_repeats(table, "stages", kinds)
    if not kinds:
        table.wrong("stages", "至少一步", "at least one step")
        return
    if "payout" in kinds[:-1]:
        table.wrong("stages", "payout 为最后一步", "payout as the last step", found=kinds)
    if kinds[0] in _NOT_FIRST:
        first = [kind for kind in STAGE_KINDS if kind not in _NOT_FIRST]
        words = (
            f"第一步为 {'、'.join(first)} 之一",
            f"one of {', '.join(first)} as the first step",
        )
        table.wrong("stages", *words, found=kinds)
    after = kinds[kinds.index("approve") + 1 :] if "approve" in kinds else []
    if "publicity" in kinds and ("approve" not in kinds or "publicity" in after):
        table.wrong("stages", "publicity 在 approve 之前", "publicity before approve", found=kinds)
    if any(kind not in _NOT_FIRST for kind in after):
        words = ("approve 之后只有 payout", "nothing but payout after approve")
        table.wrong("stages", *words, found=kinds)


def _check_notice(table: Table, stages: Sequence[Stage]) -> None:
    if any(stage.kind == "publicity" and stage.workdays is None for stage in stages):
        table.wrong(
            "stages",
            "publicity 须有 workdays：通知写明的写在步骤里，未写明的由年度文件 publicity 填写",
            "workdays for publicity: of the step, or of the edition's table publicity",
            found="publicity",
        )
