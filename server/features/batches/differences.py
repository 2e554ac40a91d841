"""Where a row and the record of a firm that is known differ: the record stands, and the row is told."""

from collections.abc import Iterator
from typing import Final

from models.rules.reasons import Reason, Text
from models.tables.enterprises import Enterprise
from server.edge.web.field_labels import LABELS
from server.features.batches.filed_row import FiledRow
from server.features.enterprises.schemas import FirmRecord

# Everybody may look these up in the register of firms; what else is different is not told.
_PUBLIC: Final = ("district", "registered_city", "sector", "registered_on")
_NAME: Final = "name"
_OWNED: Final = Text("以企业自己登记的为准", "what the firm entered itself counts")
_UNDER_WAY: Final = Text("以正在办理的申请里的为准", "what its application under way says counts")
_CONTACT: Final = Text(
    "联系人手机与先前登记的不同，以先前登记的为准；号码变了的，请企业自己登录登记，由审核人员核实",
    "Another contact was declared before, which stays; where the number is a new one, the firm"
    " registers itself and a reviewer verifies it",
)


def differences(row: FiledRow, firm: Enterprise, *, owned: bool) -> list[Reason]:
    """Of each field that says something else, under its name; nothing of it keeps the row back."""
    notes = [] if row.record is None else list(_of_record(row, row.record, firm, owned=owned))
    declared = row.phone_index not in (None, firm.declared_phone_index)
    if declared and firm.state != "verified":
        notes.append(Reason("contact_phone", "contact_stands", _CONTACT))
    return notes


def _of_record(
    row: FiledRow, record: FirmRecord, firm: Enterprise, *, owned: bool
) -> Iterator[Reason]:
    counts = _OWNED if owned else _UNDER_WAY
    for name in FirmRecord.__struct_fields__:
        given, known = getattr(record, name), getattr(firm, name)
        if name in (_NAME, *row.stood_in) or given == known:
            continue
        label, shown = LABELS[name], Text("", "")
        if name in _PUBLIC:
            shown = Text(f"（表里是 {given}，登记的是 {known}）", f" (here {given}, there {known})")
        yield Reason(
            name,
            "differs",
            Text(
                f"{label.zh}与已登记的不同{shown.zh}，{counts.zh}，不用改",
                f"{label.en} is not as it is known{shown.en}; {counts.en}",
            ),
        )
