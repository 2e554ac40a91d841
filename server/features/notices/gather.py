"""Applications that wait for a public notice: rows locked, each with the rules it pinned."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from models.rules.reasons import Reason, Text
from models.rules.terms.programme import EditionDefinition, TrackTerms
from models.tables.applications import Application
from server.errors import Invalid
from server.features.notices.refusals import NothingToPublish
from server.features.programmes.published import definition_of
from storage.postgres.core.rows import list_ids
from storage.postgres.core.transaction import Tx
from storage.postgres.money.lock import hold_applications

_WAITING: Final = """
SELECT a.id FROM applications a
  JOIN reviews r ON r.application_id = a.id AND r.stage = 'publicity' AND r.state = 'open'
 WHERE a.edition_id = $1 AND a.track = $2 AND a.status = 'in_review' AND a.stage = 'publicity'
   AND NOT EXISTS (SELECT 1 FROM notice_entries n WHERE n.application_id = a.id AND n.live)
   AND ($3::uuid[] IS NULL OR a.id = ANY($3))
 ORDER BY a.number
"""
_ELSEWHERE = Text(
    "所选申请不在待公示的环节，或已在公示中；请刷新名单后重新选择",
    "This application does not wait for a notice, or stands in one already",
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """An application with the rules that it pinned."""

    application: Application
    definition: EditionDefinition
    track: TrackTerms

    @property
    def workdays(self) -> int:
        """Days of its notice by its rules. Raises LookupError for rules without a notice."""
        for stage in self.track.stages:
            if stage.kind == "publicity" and stage.workdays is not None:
                return stage.workdays
        raise LookupError(f"{self.application.number} pins rules without a public notice")


async def gather(
    tx: Tx, edition: str, track: str, application_ids: list[UUID] | None, *, hold: bool = True
) -> list[Gathered]:
    """All that wait, or those that are named, in the order of their numbers.

    They are read again under the lock, which `hold` takes: another notice may have taken some
    meanwhile.
    Raises Invalid (one that is named does not wait), NothingToPublish.
    """
    waiting = await list_ids(_WAITING, edition, track, application_ids, tx=tx)
    if hold:
        await hold_applications(tx, waiting)
    found = await list_ids(_WAITING, edition, track, waiting, tx=tx)
    named = application_ids or []
    problems = [
        Reason(f"application_ids[{index}]", "not_at_publicity", _ELSEWHERE)
        for index, application_id in enumerate(named)
        if application_id not in found
    ]
    if problems:
        raise Invalid(errors=problems)
    if not found:
        raise NothingToPublish()
    held = Application.filter(id__in=found).using_db(tx.connection).order_by("number")
    return [await _with_rules(tx, application) for application in await held]


async def _with_rules(tx: Tx, application: Application) -> Gathered:
    definition = await definition_of(application.rule_version_id, using=tx.connection)
    track = definition.find_track(application.track)
    if track is None:
        raise LookupError(f"{application.number} pins rules without its track")
    return Gathered(application, definition, track)
