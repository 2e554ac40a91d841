"""An application that was handed in, judged once more: by its own rules, with its values as of now."""

import msgspec

from models.rules.award.history import NOTHING
from models.rules.terms.programme import EditionDefinition, TrackTerms
from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from server.features.applications.assessment import Judged, judge_application, stated_by
from server.features.applications.history import KeptHistory, had_before, to_keep
from storage.postgres.core.transaction import Tx


async def judge_again(
    tx: Tx, application: Application, definition: EditionDefinition, track: TrackTerms
) -> Judged:
    """The caller holds the application's row, no pool yet, and saves it with its `history`.

    The region class stays; what the firm was granted elsewhere meanwhile counts (`had_before`).
    """
    enterprise = await Enterprise.get_or_none(id=application.enterprise_id, using_db=tx.connection)
    history, kept = NOTHING, application.history
    if enterprise is not None:
        history = await had_before(
            tx,
            definition,
            track,
            enterprise_id=enterprise.id,
            application_id=application.id,
            kept=None if kept is None else msgspec.convert(kept, KeptHistory),
        )
    stated = stated_by(application, application.facts, enterprise)
    judged = judge_application(track, stated, application.region_class, history)
    application.history = msgspec.to_builtins(to_keep(track, history, judged.working))
    return judged
