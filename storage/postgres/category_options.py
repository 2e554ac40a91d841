"""Reads the categories that tracks of the editions in force let platforms choose of."""

import msgspec

from models.rules.reasons import Text
from storage.postgres.core.rows import list_rows

_LIST = """
SELECT DISTINCT ON (1) option ->> 'value' AS code, option #>> '{label,zh}' AS zh,
       option #>> '{label,en}' AS en
  FROM editions e
  JOIN rule_versions v ON v.id = e.current_version_id,
       jsonb_array_elements(v.definition -> 'tracks') AS track,
       jsonb_array_elements(track -> 'declarations') AS fact,
       jsonb_array_elements(fact -> 'options') AS option
 WHERE fact ->> 'name' = track #>> '{recognition,categories}'
 ORDER BY 1, e.opens_at DESC
"""


class CategoryOption(msgspec.Struct, frozen=True):
    """A category by its code, with its name."""

    code: str
    zh: str
    en: str

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)


async def list_category_options() -> list[CategoryOption]:
    """Each once, by its code. Raises StoreUnavailable."""
    return await list_rows(CategoryOption, _LIST, tx=None)
