"""Two of everything that are strangers to each other: whose ids lie where, and who may use them."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from models.tables.ids import new_id
from server.features.platforms.payee_account import seal_account
from tests.world.application import World
from tests.world.client import Client, Person
from tests.world.proposals import withdrawn_proposal

REVIEWERS = ("district", "auditor", "expert", "authority", "inspector")
ROLES = ("enterprise", "platform", *REVIEWERS, "admin")


@dataclass
class Side:
    """One SME, one platform, one edition: the ids of what is theirs, and a login for each role."""

    people: dict[str, Person]
    ids: dict[str, str]
    draft: dict[str, Any] = field(default_factory=dict)


@dataclass
class Neighbours:
    """`here` and `there` have nothing in common."""

    world: World
    here: Side
    there: Side

    @property
    def nobody(self) -> Client:
        return self.world.anyone


async def settle_neighbours(world: World) -> Neighbours:
    platforms = await world.fetch(
        "SELECT DISTINCT platform_id FROM participations WHERE track = 'copay' ORDER BY 1 LIMIT 2"
    )
    first, second = (str(row["platform_id"]) for row in platforms)
    return Neighbours(world, await _settle(world, first), await _settle(world, second))


async def _settle(world: World, platform_id: str) -> Side:
    edition = await world.publish()
    owner = await world.sme()
    submitted = await owner.submitted(edition, platform_id=platform_id)
    draft = await owner.ready(edition, platform_id=platform_id)
    people = {"enterprise": owner, "admin": await world.staff("admin")}
    people["platform"] = await world.staff("platform", platform_id=platform_id)
    endorsement = {"verdict": "pass", "comment": "属实"}
    path = f"/platform/applications/{submitted['id']}/endorse"
    (await people["platform"].post(path, endorsement)).ok()
    for role in REVIEWERS:
        people[role] = await world.staff(role, edition_code=edition)
    ids = {
        "application_id": submitted["id"],
        "enterprise_id": submitted["enterprise"]["id"],
        "platform_id": platform_id,
        "plan_id": submitted["plan"]["id"],
        "evidence_id": submitted["evidence"][0]["id"],
        "code": edition,
        "track": "copay",
        "pool": "copay",
        "upload_id": await begun_upload(world, platform_id, owner),
        "batch_id": await ended_batch(world, platform_id, edition, owner),
        "picture_id": await shown_picture(world, platform_id, owner),
        **await late_rows(world, submitted["id"], owner),
    }
    return Side(people, ids, draft)


async def _invitation(world: World, enterprise_id: Any, owner: Person) -> str:
    invitation = new_id()
    await world.fetch(
        "INSERT INTO invitations (id, enterprise_id, token_hash, invited_by_id, created_at, expires_at)"
        " VALUES ($1, $2, $3, $4, now(), now() + interval '72 hours')",
        invitation,
        enterprise_id,
        str(invitation),
        owner.user["id"],
    )
    return str(invitation)


async def late_rows(world: World, application_id: str, owner: Person) -> dict[str, str]:
    """Rows that come about late in the story, some of them written by hand."""
    (review,) = await world.fetch(
        "SELECT id FROM reviews WHERE application_id = $1 AND state = 'open'", application_id
    )
    (firm,) = await world.fetch(
        "SELECT e.uscc, e.id, a.district, a.edition_id, a.platform_id, d.programme_id FROM enterprises e"
        " JOIN applications a ON a.enterprise_id = e.id"
        " JOIN editions d ON d.code = a.edition_id WHERE a.id = $1",
        application_id,
    )
    claimant = await world.sme()
    dispute = await claimant.post(
        "/enterprises/disputes", {"uscc": firm["uscc"], "reason": "这是我的公司"}
    )
    payout, notification = new_id(), new_id()
    await world.fetch(
        "INSERT INTO payouts (id, edition_id, track, state, total_fen, created_by_id, created_at)"
        " VALUES ($1, $2, 'copay', 'open', 1, $3, now())",
        payout,
        firm["edition_id"],
        owner.user["id"],
    )
    await world.fetch(
        "INSERT INTO notifications (id, user_id, event, event_key, title, body, data, created_at,"
        " message_state, attempts)"
        " VALUES ($1, $2, 'application.submitted', $3, '已提交', '已提交', '{}', now(), 'none', 0)",
        notification,
        owner.user["id"],
        str(notification),
    )
    return {
        "review_id": str(review["id"]),
        "dispute_id": dispute.ok(201)["id"],
        **await _appeal(world, application_id, owner),
        "invitation_id": await _invitation(world, firm["id"], owner),
        "user_id": owner.user["id"],
        "payout_id": str(payout),
        "notification_id": str(notification),
        "payee_id": await _payee(world, firm["id"], owner),
        **await _recognition(world, firm),
        **await _notice(world, firm["edition_id"], owner),
        "held_picture_id": await _held_picture(world, firm["edition_id"], owner),
        "proposal_id": await withdrawn_proposal(world, firm["edition_id"]),
    }


async def begun_upload(world: World, platform_id: str, person: Person) -> str:
    """A file that a platform has begun to hand over."""
    upload = new_id()
    await world.fetch(
        "INSERT INTO uploads (id, platform_id, created_by_id, created_at, expires_at, file_name,"
        " metadata, length, received, sha256s, holds)"
        " VALUES ($1, $2, $3, now(), now() + interval '9 years', '', '', 1, 0, '', 0)",
        upload,
        platform_id,
        person.user["id"],
    )
    return str(upload)


async def shown_picture(world: World, platform_id: str, person: Person) -> str:
    """A picture of the platform that everybody sees."""
    picture = new_id()
    await world.fetch(
        "INSERT INTO platform_pictures (id, platform_id, kind, content, sha256, source_sha256, width,"
        " height, uploaded_by_id, uploaded_at)"
        " VALUES ($1, $2, 'picture', '\\xffd8', $3, $3, 1, 1, $4, now())",
        picture,
        platform_id,
        picture.hex,
        person.user["id"],
    )
    return str(picture)


async def _held_picture(world: World, edition: str, person: Person) -> str:
    """A picture that waits for a look by those who look at what is of this edition."""
    (platform,) = await world.fetch("SELECT id FROM platforms ORDER BY id LIMIT 1")
    picture, held = await shown_picture(world, platform["id"], person), new_id()
    await world.fetch(
        "INSERT INTO held_contents (id, kind, subject_id, edition_id, writer_id, texts, why, found,"
        " state, held_at) VALUES ($1, 'picture', $2, $3, $4, '{}', 'picture', '[]', 'waiting', now())",
        held,
        UUID(picture),
        edition,
        person.user["id"],
    )
    return str(held)


async def _payee(world: World, enterprise_id: UUID, owner: Person) -> str:
    """An account of the firm's own that nobody has verified yet."""
    payee = new_id()
    await world.fetch(
        "INSERT INTO payees (id, enterprise_id, name, bank, account_cipher, account_masked,"
        " created_at, changed_by_id) SELECT $1, id, name, '示例银行', $3, '***************0123', now(),"
        " $4 FROM enterprises WHERE id = $2",
        payee,
        enterprise_id,
        seal_account(world.ports.keyring, enterprise_id, "6222021234567890123"),
        owner.user["id"],
    )
    return str(payee)


async def _recognition(world: World, firm: Any) -> dict[str, str]:
    recognition = new_id()
    await world.fetch(
        "INSERT INTO recognitions (id, programme_id, edition_id, track, platform_id,"
        " enterprise_id, name, district, title, categories, span, state, valid_from,"
        " created_at) VALUES ($1, $2, $3, 'platform', $4, $5, '某平台', $6, '平台企业', '{}', 'year',"
        " 'valid', current_date, now())",
        recognition,
        firm["programme_id"],
        firm["edition_id"],
        firm["platform_id"],
        None if firm["platform_id"] else firm["id"],
        firm["district"],
    )
    return {"recognition_id": str(recognition), "programme": firm["programme_id"]}


async def _notice(world: World, edition: str, owner: Person) -> dict[str, str]:
    notice, objection = new_id(), new_id()
    await world.fetch(
        "INSERT INTO notices (id, edition_id, track, title, workdays, starts_on, ends_on,"
        " provisional, state, created_by_id, created_at) VALUES ($1, $2, 'copay', '公示', 7,"
        " current_date, current_date + 30, false, 'open', $3, now())",
        notice,
        edition,
        owner.user["id"],
    )
    await world.fetch(
        "INSERT INTO objections (id, notice_id, raised_by_id, reason, raised_at, state)"
        " VALUES ($1, $2, $3, '有异议', now(), 'open')",
        objection,
        notice,
        owner.user["id"],
    )
    held = new_id()
    await world.fetch(
        "INSERT INTO held_contents (id, kind, subject_id, edition_id, writer_id, texts, why, found,"
        " state, held_at) VALUES ($1, 'objection', $2, $3, $4, '{}', 'review', '[]', 'waiting', now())",
        held,
        objection,
        edition,
        owner.user["id"],
    )
    return {
        "notice_id": str(notice),
        "objection_id": str(objection),
        "objection_paper_id": await _attachment(world, "objection_id", objection, owner),
        "held_id": str(held),
    }


async def _appeal(world: World, application_id: str, owner: Person) -> dict[str, str]:
    appeal = new_id()
    await world.fetch(
        "INSERT INTO appeals (id, application_id, raised_by_id, reason, raised_at, state)"
        " VALUES ($1, $2, $3, '不同意', now(), 'open')",
        appeal,
        application_id,
        owner.user["id"],
    )
    paper = await _attachment(world, "appeal_id", appeal, owner)
    return {"appeal_id": str(appeal), "appeal_paper_id": paper}


async def _attachment(world: World, column: str, matter_id: UUID, owner: Person) -> str:
    """A paper whose file is nowhere."""
    attachment = new_id()
    await world.fetch(
        f"INSERT INTO attachments (id, {column}, name, size, content_type, sha256, object_name,"
        " uploaded_by_id, uploaded_at, state, checked_at) VALUES ($1::uuid, $2, '说明.pdf', 1,"
        " 'application/pdf', $1::uuid::text, $1::uuid::text, $3, now(), 'checked', now())",
        attachment,
        matter_id,
        owner.user["id"],
    )
    return str(attachment)


async def ended_batch(world: World, platform_id: str, edition: str, person: Person) -> str:
    """A batch of the platform's that is done."""
    batch = new_id()
    await world.fetch(
        "INSERT INTO batches (id, platform_id, edition_id, track, mode, state, manifest_upload_id,"
        " manifest_sha256, archive_sha256, rows, tries, created_by_id, created_at, stage_began_at,"
        " ended_at) VALUES ($1::uuid, $2, $3, 'copay', 'valid_rows', 'done', $1::uuid, $1::uuid::text,"
        " '', 0, 0, $4, now(), now(), now())",
        batch,
        platform_id,
        edition,
        person.user["id"],
    )
    return str(batch)
