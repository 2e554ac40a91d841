"""The order key beside each review, so that a page of a work list costs a page (quota.md)."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

KEYS = r"""
-- Thirty-nine digits, as the ranking spells a key.
CREATE FUNCTION order_key(later timestamptz, earlier timestamptz, number bigint) RETURNS text
    LANGUAGE sql STABLE AS $$
    SELECT lpad(extract(epoch FROM later)::bigint::text, 10, '0')
        || lpad(extract(epoch FROM earlier)::bigint::text, 10, '0')
        || lpad(number::text, 19, '0')
$$;
-- Where a review stands in a work list: at its application's claim; without one, where it opened.
CREATE FUNCTION review_key(application uuid, opened timestamptz) RETURNS text
    LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT order_key(c.later_at, c.earlier_at, c.sequence) FROM claims c
          WHERE c.application_id = application ORDER BY c.live DESC, c.sequence DESC LIMIT 1),
        lpad(extract(epoch FROM opened)::bigint::text, 10, '0'))
$$;
UPDATE reviews SET order_key = review_key(application_id, opened_at);

-- Whoever opens a review without its key: after the statement, which may have made the claim too.
CREATE FUNCTION set_review_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE reviews SET order_key = review_key(application_id, opened_at) WHERE id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER reviews_set_key AFTER INSERT ON reviews FOR EACH ROW
    WHEN (NEW.order_key IS NULL) EXECUTE FUNCTION set_review_key();

-- A corrected date moves the claim, and its application's reviews with it.
CREATE FUNCTION move_review_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE reviews SET order_key = review_key(application_id, opened_at)
     WHERE application_id = NEW.application_id;
    RETURN NULL;
END $$;
CREATE TRIGGER claims_move_reviews AFTER UPDATE OF later_at, earlier_at ON claims FOR EACH ROW
    WHEN (OLD.later_at <> NEW.later_at OR OLD.earlier_at <> NEW.earlier_at)
    EXECUTE FUNCTION move_review_keys();
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0004_lock")]

    operations = [
        ops.AddField(
            model_name="Review",
            name="order_key",
            field=fields.CharField(null=True, max_length=39),
        ),
        ops.RunSQL(KEYS, reverse_sql=""),
        ops.RemoveIndex(model_name="Review", fields=["role", "state", "id"]),
        ops.AddIndex(model_name="Review", index=Index(fields=["state", "role", "order_key", "id"])),
    ]
