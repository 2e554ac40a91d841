"""What all grants in force reach: the conditions of `identity/scope.py`, said for everybody at once."""

from typing import Final
from uuid import UUID

from storage.postgres.core.transaction import Tx

HELD: Final = """
held AS (
    SELECT g.user_id, g.role, g.organisation_id, o.kind = 'operator' AS unbound, g.programme_code,
           g.edition_code, g.district
      FROM grants g
      JOIN users u ON u.id = g.user_id AND u.disabled_at IS NULL
      JOIN organisations o ON o.id = g.organisation_id
     WHERE g.valid_from <= now() AND (g.valid_to IS NULL OR g.valid_to > now()))
"""
COVERS: Final = """
    (g.programme_code IS NULL OR g.programme_code = {edition}.programme_id)
AND (g.edition_code IS NULL OR g.edition_code = {edition}.code)
AND (g.district IS NULL OR g.district = {district})
AND (g.role <> 'authority' OR g.unbound OR g.organisation_id = {programme}.authority_id)
"""
FIRMS_ROLES: Final = "g.role IN ('authority', 'district')"
# A programme of a whole city is at home in each of its districts.
AT_HOME: Final = "h.city = k.city AND (h.district IS NULL OR h.district = k.district)"
REACHES_PLACE: Final = f"""
    g.edition_code IS NULL AND (g.district IS NULL OR g.district = k.district)
AND (g.programme_code IS NULL AND (g.role <> 'authority' OR g.unbound)
     OR EXISTS (SELECT FROM programmes h
                 WHERE {AT_HOME} AND (g.programme_code IS NULL OR g.programme_code = h.code)
                   AND (g.role <> 'authority' OR g.unbound OR g.organisation_id = h.authority_id)))
"""

# Whoever belongs to the firm, or was sent by its platform, has no part in deciding (conflicts.py).
_OF_APPLICATION: Final = f"""
WITH {HELD}
SELECT DISTINCT g.user_id
  FROM applications k
  JOIN editions d ON d.code = k.edition_id
  JOIN programmes p ON p.code = d.programme_id
  LEFT JOIN platforms f ON f.id = k.platform_id
  JOIN held g ON g.role = $2 AND {COVERS.format(edition="d", district="k.district", programme="p")}
 WHERE k.id = $1
   AND CASE WHEN g.role = 'platform' THEN g.organisation_id = f.organisation_id
            ELSE NOT EXISTS (SELECT FROM held o WHERE o.user_id = g.user_id
                                AND o.organisation_id = f.organisation_id) END
   AND NOT EXISTS (SELECT FROM enterprise_members m WHERE m.enterprise_id = k.enterprise_id
                      AND m.user_id = g.user_id AND m.left_at IS NULL)
"""
_OF_EDITION: Final = f"""
WITH {HELD}
SELECT DISTINCT g.user_id
  FROM editions d
  JOIN programmes p ON p.code = d.programme_id
  JOIN held g ON g.role = $2 AND {COVERS.format(edition="d", district="NULL", programme="p")}
 WHERE d.code = $1
"""
_OF_DISPUTE: Final = f"""
WITH {HELD}
SELECT DISTINCT g.user_id FROM disputes k JOIN held g ON {FIRMS_ROLES}
 WHERE k.id = $1 AND ({REACHES_PLACE} OR EXISTS (
       SELECT FROM applications a
         JOIN editions d ON d.code = a.edition_id
         JOIN programmes p ON p.code = d.programme_id
        WHERE a.enterprise_id = k.enterprise_id AND a.submitted_at <= k.raised_at
          AND (g.district IS NULL OR g.district = k.district)
          AND {COVERS.format(edition="d", district="a.district", programme="p")}))
"""

# A firm where it is registered or has applied, a platform by the editions that it takes part in.
_OF_PAYEE: Final = f"""
WITH {HELD}, owner AS (
    SELECT e.id AS enterprise_id, e.registered_city AS city, e.district, f.id AS platform_id
      FROM payees y
      LEFT JOIN enterprises e ON e.id = y.enterprise_id
      LEFT JOIN platforms f ON f.organisation_id = y.organisation_id
     WHERE y.id = $1)
SELECT DISTINCT g.user_id FROM owner k JOIN held g ON g.role = $2
 WHERE k.enterprise_id IS NOT NULL AND {REACHES_PLACE}
    OR EXISTS (
       SELECT FROM (
              SELECT a.edition_id, a.district FROM applications a
               WHERE a.submitted_at IS NOT NULL
                 AND (a.enterprise_id = k.enterprise_id OR a.platform_id = k.platform_id)
               UNION SELECT t.edition_id, NULL FROM participations t
                      WHERE t.platform_id = k.platform_id) x
         JOIN editions d ON d.code = x.edition_id
         JOIN programmes p ON p.code = d.programme_id
        WHERE {COVERS.format(edition="d", district="x.district", programme="p")})
"""

# What a platform wrote: by the editions that it takes part or applies in; nobody of its own looks.
_OF_HELD: Final = f"""
WITH {HELD}
SELECT DISTINCT g.user_id
  FROM held_contents k
  LEFT JOIN platforms f ON f.id = k.platform_id
  JOIN held g ON g.role = $2 AND g.user_id <> k.writer_id
 WHERE k.id = $1
   AND NOT EXISTS (SELECT FROM held o WHERE o.user_id = g.user_id
                      AND o.organisation_id = f.organisation_id)
   AND EXISTS (
       SELECT FROM (
              SELECT k.edition_id
               UNION SELECT t.edition_id FROM participations t WHERE t.platform_id = k.platform_id
               UNION SELECT a.edition_id FROM applications a WHERE a.platform_id = k.platform_id) x
         JOIN editions d ON d.code = x.edition_id
         JOIN programmes p ON p.code = d.programme_id
        WHERE {COVERS.format(edition="d", district="NULL", programme="p")})
"""

# For a programme that is not there yet: of the authority that its file names.
_OF_PROPOSAL: Final = f"""
WITH {HELD}
SELECT DISTINCT g.user_id
  FROM file_proposals k
  LEFT JOIN programmes p ON p.code = k.programme_code
  JOIN held g ON g.role = $2 AND g.district IS NULL
   AND (g.programme_code IS NULL OR g.programme_code = k.programme_code)
   AND (g.edition_code IS NULL OR g.edition_code = k.edition_code)
   AND (g.role <> 'authority' OR g.unbound
        OR g.organisation_id = coalesce(p.authority_id, k.organisation_id))
 WHERE k.id = $1
"""


async def who_reaches_application(tx: Tx, application_id: UUID, role: str) -> list[UUID]:
    """Everybody whose grant in this role reaches it and who may act on it."""
    return await _people(tx, _OF_APPLICATION, application_id, role)


async def who_reaches_edition(tx: Tx, edition: str, role: str) -> list[UUID]:
    """Everybody whose grant in this role reaches the edition as a whole."""
    return await _people(tx, _OF_EDITION, edition, role)


async def who_reaches_dispute(tx: Tx, dispute_id: UUID) -> list[UUID]:
    """Everybody who may decide it: of the districts and authorities where the firm was then."""
    return await _people(tx, _OF_DISPUTE, dispute_id)


async def who_reaches_payee(tx: Tx, payee_id: UUID, role: str) -> list[UUID]:
    """Everybody whose grant in this role reaches whose account it is."""
    return await _people(tx, _OF_PAYEE, payee_id, role)


async def who_reaches_held(tx: Tx, held_id: UUID, role: str) -> list[UUID]:
    """Everybody whose grant in this role reaches what is held, and who may look at it."""
    return await _people(tx, _OF_HELD, held_id, role)


async def who_reaches_proposal(tx: Tx, proposal_id: UUID, role: str) -> list[UUID]:
    """Everybody whose grant in this role reaches the programme that the files are for."""
    return await _people(tx, _OF_PROPOSAL, proposal_id, role)


async def _people(tx: Tx, statement: str, *about: object) -> list[UUID]:
    return [row["user_id"] for row in await tx.raw.fetch(statement, *about)]
