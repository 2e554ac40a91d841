"""The page that a phone shows after a scan: names stay text."""

from datetime import date

from server.features.frame.visit import Visit
from server.features.letters.page import checked_page
from server.features.letters.schemas import VerifiedLetter


def test_a_name_is_no_markup() -> None:
    letter = VerifiedLetter(
        paper="decision",
        title="审核结果通知书",
        number="ST1",
        programme="某项工程",
        year=2026,
        track="某事项",
        authority="某局",
        firm="<script>alert(1)</script>&公司",
        uscc=None,
        issued_on=date(2026, 3, 5),
        result="审核通过",
        amount_fen=392_000,
        in_force=False,
        standing="原审核结果已被撤销，本件不再有效",
        status="revoked",
        status_label="已撤销",
    )
    page = checked_page(letter, Visit("/verify/x", (), "", english=False, base=""))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;公司" in page
    assert "<script" not in page
    assert "真实，但已不再有效" in page
    assert "¥3,920" in page
    assert "2026年3月5日" in page
