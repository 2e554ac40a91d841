"""Counts how often a job was begun: a job that kills its process never comes to an end."""

from tortoise import connections

from storage.postgres.core.transaction import postgres_errors

# pgqueuer writes the JSON value null where a job has no headers.
_START = """
UPDATE pgqueuer
   SET headers = CASE jsonb_typeof(headers) WHEN 'object' THEN headers ELSE '{}' END
              || jsonb_build_object('starts', coalesce((headers->>'starts')::int, 0) + 1)
 WHERE id = $1
RETURNING (headers->>'starts')::int AS starts
"""


async def count_start(job_id: int) -> int:
    """The number of this start since the job last came to an end. Raises StoreUnavailable."""
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(_START, [job_id])
    return rows[0]["starts"] if rows else 1


async def forget_starts(job_id: int) -> None:
    """The job came to an end, good or bad. Raises StoreUnavailable."""
    with postgres_errors():
        await connections.get("default").execute_query(
            "UPDATE pgqueuer SET headers = headers - 'starts'"
            " WHERE id = $1 AND jsonb_typeof(headers) = 'object'",
            [job_id],
        )
