"""What a returned application was asked to correct, and what of it the firm has seen to."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

import msgspec

from models.rules.acts import is_late
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import TrackTerms
from models.rules.wording import day_in_words, within_quotes
from models.tables.reviews import Correction
from server.clock import SHANGHAI
from server.features.applications.admission import HandIn
from server.features.applications.refusals import WindowClosed
from server.features.applications.standing_items import (
    CLIENTS,
    KeptPage,
    Stood,
    Whole,
    differ,
    digest_of_clients,
    in_their_place,
    item_label,
    what_stands,
)
from storage.postgres.core.transaction import Tx

_CORRECTIONS_CLOSED = Text(
    "补正期限已过，不能再提交；申请将按逾期失效办理，有不同意见的可以申诉，申报期内也可以重新申请",
    "The day for the correction has passed: the application lapses; you may appeal, or apply anew",
)


class _Paper(msgspec.Struct, frozen=True):
    id: UUID
    kind: str
    name: str
    sha256: str


_PAPERS = msgspec.json.Decoder(list[_Paper])


@dataclass(frozen=True)
class Asked:
    """The open corrections, and what stands at their items now."""

    hand_in: HandIn
    corrections: list[Correction]
    now: dict[str, Stood]

    @cached_property
    def changed(self) -> list[str]:
        """Items at which something else stands than when it was asked, or nobody can tell."""
        return [
            one.item
            for one in self.corrections
            if (before := self._before(one)) is None or differ(before, self.now[one.item])
        ]

    @property
    def answered(self) -> list[str]:
        return [one.item for one in self.corrections if one.answer]

    @property
    def untouched(self) -> list[Reason]:
        """Items neither changed nor answered; each a reason not to take it back yet."""
        seen_to = {*self.changed, *self.answered}
        return [self._reason(one) for one in self.corrections if one.item not in seen_to]

    @property
    def after(self) -> str:
        """What stands now, by item, as JSON."""
        return msgspec.json.encode(self.now).decode()

    @property
    def replaced(self) -> str:
        """Pages that newer ones of their kind came for, each with the one in its place, as JSON."""
        found: dict[str, str] = {}
        for one in self.corrections:
            before, now = self._before(one), self.now[one.item]
            if before is None or before.pages is None or now.pages is None:
                continue
            for old, new in in_their_place(before.pages, now.pages):
                if old is not None and new is not None:
                    found[str(old.id)] = str(new.id)
        return msgspec.json.encode(found).decode()

    def _before(self, one: Correction) -> Stood | None:
        return None if one.before is None else msgspec.convert(one.before, Stood)

    def _reason(self, one: Correction) -> Reason:
        track, row = self.hand_in.track, self.hand_in.row
        label, is_paper = item_label(track, one.item), self.now[one.item].pages is not None
        act = Text("重新上传", "upload it again") if is_paper else Text("修改", "change it")
        zh = f"“{within_quotes(label.zh)}”还没有补正（要求：{one.reason}），请{act.zh}后再提交"
        en = f"“{label.en}” was not corrected yet (asked: {one.reason}); {act.en}, then submit"
        if any(step.kind == row.stage and step.explain for step in track.stages):
            zh += "；如果认为无需修改，请填写这一项的补正说明"
            en += "; if you think that it is right, say why in an answer to this item"
        return Reason(one.item, "untouched", Text(zh, en))


def _late(track: TrackTerms, one: Correction, due_on: date) -> Reason:
    label = item_label(track, one.item)
    text = Text(
        f"“{within_quotes(label.zh)}”的补正期限是{day_in_words(due_on)}，已经过了，不用再提交",
        f"“{label.en}” was to be corrected by {due_on}",
    )
    return Reason(one.item, "too_late", text)


async def read_asked(tx: Tx, hand_in: HandIn) -> Asked:
    """The caller holds the application's row. Raises WindowClosed after the due day."""
    open_ones = Correction.filter(application_id=hand_in.row.id, resolved_at=None)
    corrections = await open_ones.using_db(tx.connection).order_by("asked_at", "id")
    today = hand_in.now.astimezone(SHANGHAI).date()
    late = [
        _late(hand_in.track, one, one.due_on)
        for one in corrections
        if one.due_on is not None and is_late(one.due_on, today)
    ]
    if late:
        raise WindowClosed(_CORRECTIONS_CLOSED, errors=late)
    items = [one.item for one in corrections]
    clients = await digest_of_clients(tx, hand_in.row.id) if CLIENTS in items else None
    pages: dict[str, list[KeptPage]] = {}
    for paper in _PAPERS.decode(hand_in.row.evidence or "[]"):
        pages.setdefault(paper.kind, []).append(KeptPage(paper.id, paper.name, paper.sha256))
    whole = Whole(hand_in.row, hand_in.facts, hand_in.row, pages, clients)
    return Asked(hand_in, corrections, what_stands(hand_in.track, items, whole))
