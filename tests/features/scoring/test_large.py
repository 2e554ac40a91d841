"""Two hundred applications in one round: closed, shown and lined, each told its own place."""

from tests.features.scoring.contest import contest
from tests.world.application import World
from tests.world.written_columns import written_columns

COUNT = 200
_COPIES = """
WITH made AS (
    INSERT INTO applications ({columns}) SELECT {columns} FROM (
    SELECT r.* FROM applications a, generate_series(2, $2) n,
           jsonb_populate_record(a, jsonb_build_object(
               'id', gen_random_uuid(), 'number', a.number || '-' || n)) r
     WHERE a.id::text = $1) copies RETURNING id
)
INSERT INTO reviews
SELECT r.* FROM reviews v, made, jsonb_populate_record(v, jsonb_build_object(
           'id', gen_random_uuid(), 'application_id', made.id)) r
 WHERE v.application_id::text = $1 AND v.state = 'open'
"""
# 0 to 99 points by three experts, most averages twice: plenty of ties.
_SCORES = """
INSERT INTO scores (id, review_id, expert_id, points, total, scored_at)
SELECT gen_random_uuid(), w.id, gen_random_uuid(),
       jsonb_build_object('benefit', w.place % 50, 'copy', w.place % 40),
       w.place % 50 + w.place % 40, now()
  FROM (SELECT r.id, row_number() OVER (ORDER BY r.id) AS place FROM reviews r
          JOIN applications a ON a.id = r.application_id WHERE a.edition_id = $1) w,
       generate_series(1, 3)
"""


async def test_two_hundred_are_ranked_and_lined(world: World) -> None:
    made = await contest(world, 1)
    (entry,) = made.entries
    columns = await written_columns(world, "applications")
    await world.fetch(_COPIES.format(columns=columns), entry["id"], COUNT)
    await world.fetch(_SCORES, made.edition)
    standing = (await made.shown())["applications"]
    assert (len(standing), {it["scored"] for it in standing}) == (COUNT, {3})
    ranking = (await made.close()).ok()["ranking"]
    assert len(ranking) == COUNT
    ranks = [it["rank"] for it in ranking]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) < COUNT
    chosen = next(at for at in range(60, COUNT) if ranks[at] != ranks[at - 1])
    view = (await made.line(chosen)).ok()
    assert [it["passed"] for it in view["ranking"]] == [True] * chosen + [False] * (COUNT - chosen)
    rows = await world.fetch(
        "SELECT status, stage, count(*)::int AS n FROM applications WHERE edition_id = $1"
        " GROUP BY 1, 2 ORDER BY 1",
        made.edition,
    )
    assert [tuple(row) for row in rows] == [
        ("in_review", "approve", chosen),
        ("rejected", None, COUNT - chosen),
    ]
    (words,) = await world.fetch(
        "SELECT count(*)::int AS n, count(DISTINCT r.id)::int AS reviews FROM reviews r"
        " JOIN applications a ON a.id = r.application_id"
        " JOIN scored_places p ON p.review_id = r.id"
        " WHERE a.edition_id = $1 AND r.comment LIKE '%排名第 ' || p.rank || '，%'",
        made.edition,
    )
    assert tuple(words) == (COUNT, COUNT)
    waiting = (await made.authority.get("/reviews", params={"edition": made.edition})).ok()
    assert waiting["items"][0]["stage"] == "approve"
