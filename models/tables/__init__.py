"""Tables, one file per aggregate; every module here is listed for Tortoise in `MODULES`."""

MODULES = (
    "models.tables.people",
    "models.tables.enterprises",
    "models.tables.programmes",
    "models.tables.platforms",
    "models.tables.pools",
    "models.tables.applications",
    "models.tables.market",
    "models.tables.evidence",
    "models.tables.invoices",
    "models.tables.reviews",
    "models.tables.scores",
    "models.tables.notices",
    "models.tables.attachments",
    "models.tables.recognitions",
    "models.tables.payouts",
    "models.tables.notifications",
    "models.tables.uploads",
    "models.tables.batches",
    "models.tables.contents",
    "models.tables.records",
)
