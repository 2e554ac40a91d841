"""What must fit together within a track, whichever file each part is in."""

from models.programme.reader.table import Table
from models.rules.terms.programme import TrackTerms

# A code has 40 characters; the longest duty of a title adds `.re_review` to it.
_LONGEST_WITH_A_TITLE = 30


def check_track(policy: Table, edition: Table | None, track: TrackTerms) -> None:
    """Notes what the parts of a track miss or contradict, in the file that has the part."""
    kinds = {stage.kind for stage in track.stages}
    if "payout" in kinds and track.award.kind == "none":
        policy.wrong("stages", "仅认定的事项没有 payout", "no payout for recognition only")
    if (track.recognition or track.renewal) and "approve" not in kinds:
        policy.wrong("stages", "进入名单须有 approve 步骤", "a step approve, as it enters a list")
    if track.recognition and len(track.code) > _LONGEST_WITH_A_TITLE:
        limit = _LONGEST_WITH_A_TITLE
        words = (f"代码不超过 {limit} 个字符", f"a code of at most {limit} characters")
        policy.wrong("recognition", *words, found=track.code)
    if track.clients and track.applicant != "platform":
        policy.wrong("clients", 'applicant = "platform"', 'applicant = "platform"')
    if "score" in kinds:
        _check_scored(policy, track)
    else:
        _check_unscored(policy, edition, track)
    _check_tiers(policy, track)


def _check_scored(policy: Table, track: TrackTerms) -> None:
    """A score sheet, and how many must fill it in, for the step that scores."""
    if not track.criteria:
        policy.wrong("criteria", "score 步骤须有评分表", "a score sheet for the step score")
    if track.minimum_experts is None:
        policy.wrong(
            "scoring.minimum_experts",
            "score 步骤须有最少专家人数",
            "how many experts must score, for the step score",
        )


def _check_unscored(policy: Table, edition: Table | None, track: TrackTerms) -> None:
    for name in ("criteria", "scoring"):
        for part in (policy, edition):
            if part is not None and part.has(name):
                words = ("路径中有 score 步骤才写", "nothing without a step score")
                part.wrong(name, *words, found=track.code)


def _check_tiers(policy: Table, track: TrackTerms) -> None:
    once = [exclusion for exclusion in track.exclusions if exclusion.kind == "once_per_tier"]
    if once and track.award.kind != "tiers":
        words = ("once_per_tier 只用于 tiers 补助", "once_per_tier only with an award of tiers")
        policy.wrong("exclusions", *words, found=once[0].id)
