"""What a paper may be called, and what it is called when somebody downloads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.paper_names import (
    ENDINGS,
    MOST_SIGNS,
    ending_of,
    offered_name,
    says_another_type,
    strange_ending,
)

PDF, JPEG, HEIC = "application/pdf", "image/jpeg", "image/heic"


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("营业执照.exe", "exe"),
        ("合同.bat", "bat"),
        ("通知.hta", "hta"),
        ("发票.html", "html"),
        ("x.jar", "jar"),
        ("a.lnk", "lnk"),
        ("a.docx", "docx"),
        ("a.PDF.EXE", "exe"),
        ("a.pdf.exe. . ", "exe"),
        ("a.exe.tmp", "exe"),
        ("a.pdf:x.exe", "exe"),
        ("a．exe", "exe"),
        ("a。exe", "exe"),
        ("a.settingcontent-ms", "settingcontent-ms"),
        ("a.7z", "7z"),
        (".htaccess.js", "js"),
    ],
)
def test_an_ending_that_no_paper_has_is_told(name: str, ending: str) -> None:
    assert strange_ending(name) == ending


@pytest.mark.parametrize(
    ("name", "content_type", "offered"),
    [
        ("营业执照", PDF, "营业执照.pdf"),
        ("scan.tmp", PDF, "scan.pdf"),
        ("scan.pdf.tmp", PDF, "scan.pdf"),
        ("合同.PDF", PDF, "合同.PDF"),
        ("合同。pdf", PDF, "合同.pdf"),
        ("合同.pdf.pdf", PDF, "合同.pdf"),
        ("发票2026.03.05", PDF, "发票2026.03.05.pdf"),
        ("合同V1.2.pdf", PDF, "合同V1.2.pdf"),
        ("合同.最终版", PDF, "合同.最终版.pdf"),
        ("说明。第二版.pdf", PDF, "说明。第二版.pdf"),
        ("合同.exe.pdf", PDF, "合同_exe.pdf"),
        ("a.pdf:x.pdf", PDF, "a_pdf_x.pdf"),
        ("..\\..\\合同.pdf", PDF, "_.._合同.pdf"),
        ("IMG_0001.jpg", HEIC, "IMG_0001.heic"),
        ("IMG_0001.HEIF", HEIC, "IMG_0001.HEIF"),
        ("WeChat.jfif", JPEG, "WeChat.jfif"),
        (".pdf", PDF, "pdf.pdf"),
        (". .", PDF, "材料.pdf"),
        ("长" * 200, PDF, "长" * 196 + ".pdf"),
    ],
)
def test_the_name_ends_in_what_the_content_is(name: str, content_type: str, offered: str) -> None:
    assert strange_ending(name) is None
    assert offered_name(name, content_type) == offered


@pytest.mark.parametrize("content_type", ENDINGS)
@given(name=st.text(max_size=MOST_SIGNS))
def test_whatever_it_is_called_only_its_content_decides_what_opens_it(
    content_type: str, name: str
) -> None:
    """Also for names that were stored when every ending was taken."""
    offered = offered_name(name, content_type)
    assert ending_of(offered) in ENDINGS[content_type]
    assert offered_name(offered, content_type) == offered
    assert 0 < len(offered) <= MOST_SIGNS
    assert offered.isprintable()


@given(stem=st.text(max_size=20), inner=st.sampled_from(["exe", "bat", "scr", "html"]))
def test_no_program_shows_where_the_last_ending_is_hidden(stem: str, inner: str) -> None:
    offered = offered_name(f"{stem}.{inner}.pdf", PDF)
    assert not offered.removesuffix(".pdf").endswith(f".{inner}")


def test_a_pictures_name_does_for_a_picture_and_for_nothing_else() -> None:
    assert not says_another_type("a.jpg", HEIC)
    assert not says_another_type("a", PDF)
    assert says_another_type("a.jpg", PDF)
    assert says_another_type("a.pdf", JPEG)
    assert says_another_type("a.pdf.tmp", JPEG)
