"""An expert's word on conflicts comes before the file opens; a declared one keeps it shut."""

from uuid import UUID

from models.rules.reasons import Text
from models.tables.scores import ConflictDeclaration
from server.edge.web.auth import Identity
from server.errors import AppError
from server.features.identity.conflicts import ConflictOfInterest
from server.features.identity.scope import Scope, Subject
from server.roles import REVIEWING, Role
from storage.postgres.core.transaction import Tx, postgres_errors


class DeclarationNeeded(AppError):
    """The expert has not said yet whether there is a conflict of interest."""

    status, code = 403, "declaration_needed"
    title = Text(
        "请先声明与申报单位有无利害关系，再查看材料",
        "Declare first whether you have a conflict of interest; the file opens after that",
    )


async def find_declaration(
    application_id: UUID, user_id: UUID, *, tx: Tx | None = None
) -> ConflictDeclaration | None:
    """What the person declared about this application; None before."""
    found = ConflictDeclaration.filter(application_id=application_id, user_id=user_id)
    with postgres_errors():
        return await (found if tx is None else found.using_db(tx.connection)).first()


async def refuse_unopened(
    by: Identity, application_id: UUID, *, needed: bool, tx: Tx | None = None
) -> None:
    """Raises ConflictOfInterest where an expert declared one, in whatever role they come.

    `needed`: the person acts as an expert here. Raises DeclarationNeeded before the declaration.
    """
    if not by.holds(Role.EXPERT):
        return
    declared = await find_declaration(application_id, by.user_id, tx=tx)
    if declared is not None and declared.conflict:
        raise ConflictOfInterest()
    if declared is None and needed:
        raise DeclarationNeeded()


async def refuse_shut(by: Identity, application_id: UUID, subject: Subject) -> None:
    """The same for a file that other grants of theirs may open too, without a declaration.

    Raises ConflictOfInterest, DeclarationNeeded.
    """
    others = Scope.of(by, Role.PLATFORM, Role.INSPECTOR, *(REVIEWING - {Role.EXPERT}))
    await refuse_unopened(by, application_id, needed=not others.allows(subject))
