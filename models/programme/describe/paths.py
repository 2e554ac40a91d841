"""Papers, steps, score sheet, exclusions and titles in words."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from models.programme.describe.conditions import option_label
from models.programme.describe.entries import NOTHING, joined
from models.rules.lifecycle import StageRole
from models.rules.reasons import Text
from models.rules.terms.programme import (
    Exclusion,
    ExclusionKind,
    Fact,
    Material,
    PlacesRule,
    RecognitionTerms,
    Selection,
    Stage,
    TrackTerms,
)
from models.rules.terms.track import BulkRule

ROLE_WORDS: Mapping[StageRole, Text] = MappingProxyType(
    {
        "enterprise": Text("申报企业", "applicant"),
        "platform": Text("平台企业", "platform"),
        "district": Text("区县部门", "district"),
        "auditor": Text("第三方机构", "third-party body"),
        "expert": Text("评审专家", "experts"),
        "authority": Text("主管部门", "authority"),
    }
)
SELECTION_WORDS: Mapping[Selection, Text] = MappingProxyType(
    {
        "first_come": Text("先到先得，额度用完即止", "first come, first served"),
        "merit": Text("评分择优", "by merit"),
        "rolling": Text("随报随审，逐件审核", "each case on its own"),
    }
)
BULK_WORDS: Mapping[BulkRule, Text] = MappingProxyType(
    {
        "plain": Text("可以批量通过", "many may be passed at once"),
        "statement": Text(
            "批量通过须逐类说明材料已核对",
            "many may be passed at once, with a word on each kind of paper",
        ),
        "none": Text("须逐件审核，不能批量通过", "one by one, never many at once"),
    }
)
_SUPPLIER = Text("付给所签约的平台", "to the platform of the contract")
_ITSELF = Text("付给申报者本身", "to the applicant itself")
EXCLUSION_WORDS: Mapping[ExclusionKind, Text] = MappingProxyType(
    {
        "once_per_enterprise": Text("一家企业只能享受一次（不分年度）", "once for a firm, ever"),
        "once_per_edition": Text("一家企业每个年度一次", "once for a firm in an edition"),
        "once_per_tier": Text("每一档一家企业只奖励一次", "each tier once for a firm"),
        "no_stacking": Text("同组事项不能重复享受", "not together with others of its group"),
        "received_elsewhere": Text("已获其他补助从中扣除", "money had elsewhere is deducted"),
    }
)


def applicant_words(track: TrackTerms) -> Text:
    """Who applies, and whether on a platform that must take part."""
    who = Text("企业", "enterprises")
    if track.applicant == "platform":
        who = Text("平台企业", "platform enterprises")
    if track.platform is None:
        return who
    words = track.platform.text
    return Text(f"{who.zh}（{words.zh}）", f"{who.en} ({words.en})")


def material_words(material: Material) -> Text:
    need = Text("必交", "required") if material.required else Text("可选", "optional")
    also = "、".join(material.also)
    zh, en = (f"，也叫：{also}", f", also called {also}") if also else ("", "")
    return Text(f"{material.label.zh}（{need.zh}{zh}）", f"{material.label.en} ({need.en}{en})")


def stage_words(stage: Stage, track: TrackTerms) -> Text:
    """The step's title, who does it, and what belongs to it: days, a month, who is paid."""
    role = ROLE_WORDS[stage.role]
    parts = [role]
    if stage.workdays is not None:
        days = stage.workdays
        parts.append(Text(f"公示 {days} 个工作日", f"public for {days} working days"))
    if stage.by_month is not None:
        parts.append(Text(f"{stage.by_month} 月底前", f"by the end of month {stage.by_month}"))
    if stage.bulk is not None:
        parts.append(BULK_WORDS[stage.bulk])
    if not stage.explain:
        parts.append(Text("补正不能只作说明", "a correction is made, not explained away"))
    if stage.kind == "payout":
        parts.append(_SUPPLIER if track.platform is not None else _ITSELF)
    inner = joined(parts, "，", ", ")
    return Text(f"{stage.title.zh}（{inner.zh}）", f"{stage.title.en} ({inner.en})")


def exclusion_words(exclusion: Exclusion, facts: Sequence[Fact]) -> Text:
    """The sentence of the notice, the kind that enforces it, and what counts by itself."""
    parts = [EXCLUSION_WORDS[exclusion.kind]]
    if exclusion.group:
        parts.append(Text(f"组 {exclusion.group}", f"group {exclusion.group}"))
    if exclusion.per:
        labels = joined([_label(name, facts) for name in exclusion.per], "、", ", ")
        parts.append(Text(f"按{labels.zh}分别计算", f"by each {labels.en}"))
    if exclusion.fact:
        label = _label(exclusion.fact, facts)
        parts.append(Text(f"扣除“{label.zh}”", f"less “{label.en}”"))
    if exclusion.waivable:
        parts.append(Text("主管部门说明理由可例外", "may be waived with a reason"))
    inner = joined(parts, "，", ", ")
    return Text(f"{exclusion.text.zh}（{inner.zh}）", f"{exclusion.text.en} ({inner.en})")


def places_words(places: PlacesRule, facts: Sequence[Fact]) -> Text:
    """How many a year of each option."""
    fact = next((fact for fact in facts if fact.name == places.by), None)
    rows = [(option_label(fact, row.key), row.figure.value) for row in places.rows]
    return joined([Text(f"{label.zh} {n} 个", f"{label.en} {n}") for label, n in rows], "，", ", ")


def recognition_words(recognition: RecognitionTerms) -> Text:
    """Which list it enters, for how long, and what the holder becomes."""
    span = Text("长期有效，直至撤销", "standing until withdrawn")
    if recognition.span == "year":
        span = Text("列入当年名单", "on the list of its year")
    market = NOTHING
    if recognition.platform:
        market = Text("成为可供中小企业选择的平台", "becomes a platform that SMEs can choose")
    return joined([recognition.title, span, market], "，", ", ")


def _label(name: str, facts: Sequence[Fact]) -> Text:
    return next((fact.label for fact in facts if fact.name == name), Text(name, name))
