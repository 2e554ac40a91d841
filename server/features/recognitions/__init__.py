"""Titles on public lists: an approval enters one, papers renew it, the authority withdraws it.

`enter.py` (with `holder.py`, the platform that a firm becomes) and `seed.py` add entries,
`carry_over.py` takes standing ones into a new edition, `remind.py` reminds of what is due,
`renew.py` records what was handed in, `withdraw.py` and `restore.py` end a title and give it back,
`list.py` shows them. Writes: `storage/postgres/{recognitions,participations,platforms}.py`.
"""
