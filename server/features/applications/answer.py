"""A firm answers a correction in words: why what was asked about is right as it is."""

from uuid import UUID

from models.rules.acts import may_answer
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import TrackTerms
from models.rules.wording import within_quotes
from models.tables.applications import Application
from models.tables.reviews import Correction
from server.clock import Clock
from server.errors import Invalid, NotFound
from server.features.applications.bodies import CorrectionAnswers
from server.features.applications.particulars import hold_to_correct
from server.features.applications.refusals import NotEditable
from server.features.applications.standing_items import item_label
from server.features.programmes.published import definition_of
from storage.postgres.applications import write_change
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.reviews import write_answer

_NOT_RETURNED = Text(
    "申请没有被退回补正，不需要填写补正说明",
    "The application was not sent back; there is nothing to answer",
)


async def answer_corrections(
    application_id: UUID, given: CorrectionAnswers, *, user_id: UUID, clock: Clock
) -> None:
    """Replace the answers as a whole: an item without one has to be corrected.

    Raises NotFound, NotEditable (not returned), Invalid (`unknown`, `not_explainable`).
    """
    now = clock.now()
    async with transaction() as tx:
        application, role = await hold_to_correct(tx, application_id, user_id)
        definition = await definition_of(application.rule_version_id, using=tx.connection)
        track = definition.find_track(application.track)
        if track is None:
            raise NotFound()
        if not may_answer(application.status):
            raise NotEditable(_NOT_RETURNED)
        corrections = await _open(tx, application_id)
        problems = _problems(application, track, given, corrections)
        if problems:
            raise Invalid(errors=problems)
        for one in corrections:
            if one.answer != (answer := given.answers.get(one.item)):
                await write_answer(tx, one, answer)
        await write_change(tx, application, [], at=now)
        about = ("application", application_id, now, user_id, role)
        detail = {"items": sorted(given.answers)}
        await write_audit(tx, AuditEntry(*about, "corrections.answered", detail))
        tx.created(application_id, status=200)


async def _open(tx: Tx, application_id: UUID) -> list[Correction]:
    found = Correction.filter(application_id=application_id, resolved_at=None)
    return await found.using_db(tx.connection).order_by("asked_at", "id")


def _problems(
    application: Application,
    track: TrackTerms,
    given: CorrectionAnswers,
    corrections: list[Correction],
) -> list[Reason]:
    asked = {one.item: item_label(track, one.item) for one in corrections}
    named = Text(
        "、".join(label.zh for label in asked.values()),
        ", ".join(label.en for label in asked.values()),
    )
    explained = any(step.kind == application.stage and step.explain for step in track.stages)
    problems = []
    for item in given.answers:
        if item not in asked:
            text = Text(
                f"“{item}”不在补正事项里，请删去；这次要补正的是：{named.zh}",
                f"“{item}” was not asked for, leave it out; to correct: {named.en}",
            )
            problems.append(Reason(f"answers.{item}", "unknown", text))
        elif not explained:
            label = asked[item]
            text = Text(
                f"这一环节的补正不能只作说明，请修改“{within_quotes(label.zh)}”",
                f"At this step a correction is made, not explained: change “{label.en}”",
            )
            problems.append(Reason(f"answers.{item}", "not_explainable", text))
    return problems
