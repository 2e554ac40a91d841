"""The ways in which a row of a real list, its papers or its figures are wrong."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

# What a hand does to a cell, and the code of what is said of it.
CELLS: Final[Sequence[tuple[str, Any, str]]] = (
    ("uscc", 9.1310115e17, "became_number"),
    ("uscc", "9.13E+17", "became_number"),
    ("uscc", "310115000123456", "length"),
    ("uscc", lambda held: held[:9] + "O" + held[10:], "characters"),
    ("uscc", lambda held: held[:-1] + ("1" if held[-1] == "0" else "0"), "checksum"),
    ("enterprise_name", "", "required"),
    ("enterprise_name", "长" * 121, "too_long"),
    ("district", "浦冬新区", "not_an_option"),
    ("district", "杭州市西湖区", "contradicts"),
    ("registered_city", "江苏省", "not_an_option"),
    ("sector", "什么都做", "not_an_option"),
    ("employees", 12.5, "format"),
    ("annual_revenue_yuan", "约五百万", "format"),
    ("registered_on", "2015-02-30", "format"),
    ("contact_phone", "021-58880000", "format"),
    ("plan", "没有这个方案", "not_an_option"),
    ("contract_no", date(2026, 3, 1), "became_date"),
    ("contract_no", "编" * 81, "too_long"),
    ("signed_at", "3/5/2026", "format"),
    ("signed_at", "二月初", "format"),
    ("paid_at", "#N/A", "formula_error"),
    ("paid_at", "26-3-5", "format"),
    ("fee_yuan", "面议", "format"),
    ("fee_yuan", -12000, "out_of_range"),
    ("fee_yuan", "12000.005", "format"),
    ("paid_yuan", "", "required"),
    ("is_sme", "大概", "format"),
    ("registered_for_use", "", "required"),
)
FORMULA, MERGED = "no_value", "merged"
PAPERS: Final[Sequence[tuple[str, str]]] = (
    ("archive", "folder_missing"),
    ("archive", "folder_unknown"),
    ("archive", "paper_unknown"),
    ("archive", "same_file"),
    ("evidence", "missing"),
    ("evidence", "damaged"),
    ("evidence", "empty"),
)
RULES: Final[Sequence[tuple[str, str, Mapping[str, Any]]]] = (
    ("is_sme", "ineligible", {"is_sme": "否"}),
    ("newly_signed", "ineligible", {"newly_signed": "×"}),
    ("registered_city", "ineligible", {"registered_city": "苏州市", "district": "苏州市姑苏区"}),
    ("signed_at", "outside_period", {"signed_at": "2001-03-05"}),
    ("paid_yuan", "too_little", {"paid_yuan": 0.01}),
)
