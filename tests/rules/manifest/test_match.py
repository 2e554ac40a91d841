"""Files of an archive find their firm and their paper, or it is said why not."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.manifest.archive_faults import file_fault
from models.rules.manifest.archive_file import ArchiveFile
from models.rules.manifest.match import Matched, match_papers
from models.rules.reasons import Reason, Text
from models.rules.terms.track import Material
from tests.rules.manifest.materials import MATERIALS

A, B = "91310000MA1FL0001X", "91310115MA1H7B2C3D"
WHOLE = ("服务协议.pdf", "付款凭证.jpg", "承诺书.pdf", "营业执照.png")


def _files(*paths: str) -> tuple[ArchiveFile, ...]:
    return tuple(ArchiveFile(at, path, 1000 + at, at) for at, path in enumerate(paths))


def _match(*paths: str, firms: Sequence[str] = (A,), named: Sequence[str] = ()) -> Matched:
    return match_papers(_files(*paths), firms=firms, materials=MATERIALS, named={A: named})


def _kinds(matching: Matched, firm: str = A) -> list[tuple[str, str]]:
    return [(paper.kind, paper.file.path.rpartition("/")[2]) for paper in matching.papers[firm]]


def _codes(reasons: Sequence[Reason]) -> list[tuple[str, str]]:
    return [(reason.field, reason.code) for reason in reasons]


@pytest.mark.parametrize(
    "folder",
    [
        A,
        A.lower(),
        f"{A}_上海某某科技有限公司",
        f"{A}上海某某科技有限公司",
        f"上海某某科技有限公司（{A}）",
        f"上海某某科技有限公司-{A}",
        f"01 {A} 某某",
        "９１３１００００ＭＡ１ＦＬ０００１Ｘ 某某",
        "9131 0000 MA1F L000 1X",
        f"材料/{A}",
        f"2026年/第一批/{A}_某某",
    ],
)
def test_folder_is_of_the_firm_whose_code_it_bears(folder: str) -> None:
    matching = _match(*(f"{folder}/{name}" for name in WHOLE))
    assert len(matching.papers[A]) == 4
    assert not matching.problems[A]
    assert not matching.leftovers


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("服务协议.pdf", "service_contract"),
        ("服务协议（合同）（复制件）.pdf", "service_contract"),
        ("服务协议-2.pdf", "service_contract"),
        ("服务协议（2）.jpg", "service_contract"),
        ("服务协议_盖章版.pdf", "service_contract"),
        ("某某公司服务协议扫描件.pdf", "service_contract"),
        ("合同.pdf", "service_contract"),
        ("合同 2.pdf", "service_contract"),
        ("service_contract.PDF", "service_contract"),
        ("Service-Contract (1).pdf", "service_contract"),
        ("服务协议补充.pdf", "contract_annex"),
        ("payment_receipt-2.jpg", "payment_receipt"),
        ("02 付款凭证.pdf", "payment_receipt"),
        ("付款凭证/1.jpg", "payment_receipt"),
        ("付款凭证/银行/2026.03.05.jpg", "payment_receipt"),
        ("付款凭证/付款凭证2.jpg", "payment_receipt"),
        ("承诺书.pdf", "commitment_letter"),
        ("本年度首次申请‘双推’资助资金的承诺书.pdf", "commitment_letter"),
    ],
)
def test_paper_is_named_as_people_name_it(path: str, kind: str) -> None:
    matching = _match(f"{A}/{path}")
    assert [paper.kind for paper in matching.papers[A]] == [kind]


@pytest.mark.parametrize("name", ["照片.jpg", "1.jpg", "扫描件001.pdf", "书.pdf", "资料/x.pdf"])
def test_unknown_name_is_said_with_what_is_asked(name: str) -> None:
    matching = _match(f"{A}/{name}")
    assert not matching.papers[A]
    (unknown,) = (each for each in matching.problems[A] if each.code == "paper_unknown")
    assert "服务协议" in unknown.text.zh
    assert name in unknown.text.zh


@pytest.mark.parametrize("name", ["某某付款凭证和服务协议.pdf", "付款凭证/服务协议.pdf"])
def test_name_of_two_papers_is_said(name: str) -> None:
    matching = _match(f"{A}/{name}")
    assert not matching.papers[A]
    (both,) = (each for each in matching.problems[A] if each.code == "paper_ambiguous")
    assert "付款凭证" in both.text.zh
    assert "服务协议" in both.text.zh


def test_pages_keep_the_order_of_their_numbers() -> None:
    matching = _match(*(f"{A}/付款凭证-{number}.jpg" for number in (10, 2, 1)))
    assert [name for _, name in _kinds(matching)] == [
        "付款凭证-1.jpg",
        "付款凭证-2.jpg",
        "付款凭证-10.jpg",
    ]


def test_missing_papers_are_said_and_a_bad_one_is_not_missing() -> None:
    (good, bad) = _files(f"{A}/服务协议.pdf", f"{A}/付款凭证.pdf")
    locked = ArchiveFile(1, bad.path, 5, 5, file_fault("encrypted", bad.path))
    matching = match_papers((good, locked), firms=[A], materials=MATERIALS, named={})
    assert _codes(matching.problems[A]) == [
        ("evidence.payment_receipt", "encrypted"),
        ("evidence.commitment_letter", "missing"),
        ("evidence.business_licence", "missing"),
    ]


def test_firm_without_folder_and_batch_without_archive() -> None:
    other = _match(f"{B}/服务协议.pdf", firms=(A, B))
    assert _codes(other.problems[A]) == [("archive", "folder_missing")]
    none = match_papers((), firms=[A], materials=MATERIALS, named={})
    assert {reason.code for reason in none.problems[A]} == {"missing"}
    asks_nothing = match_papers(_files("x/y.pdf"), firms=[A], materials=(), named={})
    assert not asks_nothing.problems[A]


def test_two_folders_of_a_firm_and_one_folder_of_two() -> None:
    twice = _match(f"甲/{A}/服务协议.pdf", f"乙/{A}（补）/付款凭证.pdf")
    assert ("archive", "folders_twice") in _codes(twice.problems[A])
    several = _match(f"{A}、{B}/服务协议.pdf", firms=(A, B))
    for firm in (A, B):
        assert _codes(several.problems[firm])[0] == ("archive", "folder_of_several")
        assert not several.papers[firm]
    within = _match(f"{A}/{B}/服务协议.pdf", firms=(A, B))
    assert _codes(within.problems[B])[0] == ("archive", "folder_of_several")


def test_what_is_of_no_firm_is_said_once_a_folder() -> None:
    mistyped = A.replace("0001X", "O001X")
    matching = _match(
        f"材料/{A}/服务协议.pdf",
        f"材料/{mistyped}_某某/服务协议.pdf",
        f"材料/{mistyped}_某某/付款凭证/1.jpg",
        f"材料/{B}/服务协议.pdf",
        "材料/说明.txt",
        "清单.xlsx",
        "其他/1.jpg",
        "其他/2.jpg",
    )
    assert _codes(matching.leftovers) == [
        ("archive", "folder_unknown"),
        ("archive", "folder_unknown"),
        ("archive", "file_outside"),
        ("archive", "file_outside"),
        ("archive", "folder_without_code"),
    ]
    assert "可能应为“0”" in matching.leftovers[0].text.zh


def test_a_path_that_leads_outside_is_named_whole() -> None:
    path = "etc/passwd"
    outside = ArchiveFile(0, path, 5, 5, file_fault("path_outside", f"/{path}"))
    (said,) = match_papers([outside], firms=[A], materials=MATERIALS, named={}).leftovers
    assert (said.code, f"“/{path}”" in said.text.zh) == ("path_outside", True)


def test_cell_names_files_anywhere() -> None:
    paths = (f"{A}/服务协议.pdf", f"{A}/扫描/001.pdf", "付款/某某.jpg", "承诺书.pdf", "甲/执照.png")
    named = (
        "付款凭证：付款/某某.jpg",
        "承诺书.pdf",
        r"服务协议补充=扫描\001.pdf",
        "营业执照:执照.png",
    )
    matching = _match(*paths, named=named)
    assert sorted(_kinds(matching)) == [
        ("business_licence", "执照.png"),
        ("commitment_letter", "承诺书.pdf"),
        ("contract_annex", "001.pdf"),
        ("payment_receipt", "某某.jpg"),
        ("service_contract", "服务协议.pdf"),
    ]
    assert not matching.problems[A]
    assert not matching.leftovers


def test_cell_names_what_is_not_there_or_is_there_twice() -> None:
    matching = _match("甲/付款凭证.jpg", "乙/付款凭证.jpg", named=["付款凭证.jpg", "没有.pdf"])
    assert _codes(matching.problems[A])[:2] == [
        ("files", "file_ambiguous"),
        ("files", "file_missing"),
    ]


def test_same_file_of_two_firms_is_said_to_both() -> None:
    one, two = ArchiveFile(0, f"{A}/服务协议.pdf", 9, 7), ArchiveFile(1, f"{B}/服务协议.pdf", 9, 7)
    apart = ArchiveFile(2, f"{B}/付款凭证.pdf", 9, 8)
    matching = match_papers((one, two, apart), firms=[A, B], materials=MATERIALS, named={})
    for firm, other in ((A, two), (B, one)):
        (same,) = (each for each in matching.problems[firm] if each.code == "same_file")
        assert other.path in same.text.zh


def test_one_file_everywhere_is_told_to_each_with_a_few_of_the_others() -> None:
    firms = [f"91310000MA{number:07d}X" for number in range(2_000)]
    files = [ArchiveFile(at, f"{code}/服务协议.pdf", 9, 7) for at, code in enumerate(firms)]
    matching = match_papers(files, firms=firms, materials=MATERIALS, named={})
    for code in firms:
        (same,) = (each for each in matching.problems[code] if each.code == "same_file")
        assert f"“{code}/服务协议.pdf”和" in same.text.zh
        assert len(same.text.zh) < 500


def test_folders_of_one_firm_without_number_are_told_in_a_few_words() -> None:
    files = _files(*(f"{at}/{A}/服务协议.pdf" for at in range(2_000)))
    matching = match_papers(files, firms=[A], materials=MATERIALS, named={})
    (twice,) = (each for each in matching.problems[A] if each.code == "folders_twice")
    assert "2000 个文件夹" in twice.text.zh
    assert len(twice.text.zh) < 500


def test_too_many_of_a_kind_and_a_type_that_no_paper_has() -> None:
    matching = _match(*(f"{A}/营业执照{at}.png" for at in range(3)), f"{A}/服务协议.docx")
    assert ("evidence.business_licence", "too_many") in _codes(matching.problems[A])
    assert ("evidence.service_contract", "unsupported_media") in _codes(matching.problems[A])


def test_brackets_tell_two_papers_of_one_name_apart() -> None:
    both = (
        Material("buyer", Text("合同（甲方）", "Contract (buyer)")),
        Material("seller", Text("合同（乙方）", "Contract (seller)")),
    )
    files = _files(f"{A}/合同（乙方）.pdf", f"{A}/合同.pdf")
    matching = match_papers(files, firms=[A], materials=both, named={})
    assert [paper.kind for paper in matching.papers[A]] == ["seller"]
    assert _codes(matching.problems[A])[0] == ("archive", "paper_ambiguous")


@given(
    st.lists(st.text(alphabet=f"{A}服务协议付款凭证/./:=（）()-_ 0２", max_size=60), max_size=12)
)
def test_no_name_is_lost(paths: list[str]) -> None:
    files = _files(*paths)
    matching = match_papers(files, firms=[A, B], materials=MATERIALS, named={A: paths[:2]})
    used = [paper.file.place for each in matching.papers.values() for paper in each]
    said = [reason for each in matching.problems.values() for reason in each]
    assert len(set(used)) == len(used) or "files" not in {reason.field for reason in said}
    assert bool(files) is False or used or said or matching.leftovers
