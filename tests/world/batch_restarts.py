"""A worker that dies in the middle of a batch and is started again, and what there must be then."""

from server.features.batches.batch_at_hand import live_batches
from server.features.batches.run import BatchRunner
from tests.world.client_batches import Office

_FILED = """
SELECT e.uscc, count(*) AS applications,
       (SELECT count(*) FROM claims c JOIN applications x ON x.id = c.application_id
         WHERE x.enterprise_id = e.id) AS claims
  FROM enterprises e JOIN applications a ON a.enterprise_id = e.id
 WHERE a.edition_id = $1 GROUP BY e.id, e.uscc ORDER BY e.uscc
"""


class Killed(BaseException):
    """The process ends here; what was not committed is gone."""


async def restarted_until_done(at: Office) -> None:
    while await live_batches():
        try:
            await BatchRunner(at.world.ports).round()
        except Killed:
            continue


async def filed_once(at: Office, *codes: str) -> None:
    rows = await at.world.fetch(_FILED, at.edition)
    found = [(row["uscc"], row["applications"], row["claims"]) for row in rows]
    assert found == [(code, 1, 1) for code in sorted(codes)]
