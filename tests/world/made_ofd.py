"""OFDs (GB/T 33190) as small as they can be, of what a test wants on their pages."""

import io
import zipfile
from collections.abc import Mapping, Sequence

_HEAD = "<?xml version='1.0' encoding='UTF-8'?>"
_SPACE = "xmlns:ofd='http://www.ofdspec.org/2016'"


def ofd(
    pages: Sequence[str] = ("",),
    *,
    template: str = "",
    pictures: Mapping[str, bytes] | None = None,
    more: Mapping[str, bytes] | None = None,
    parameters: str = "",
    seal: str = "",
) -> bytes:
    """`pages` and `template`: objects as XML; `pictures`: by their id; `more`: files by name.

    `parameters`: of drawing, as XML; `seal`: where one stands on the first page.
    """
    named = dict(pictures or {})
    listed = "".join(
        f"<ofd:Page ID='{at}' BaseLoc='Pages/Page_{at}.xml'/>" for at in range(len(pages))
    )
    medias = "".join(
        f"<ofd:MultiMedia ID='{each}' Type='Image'><ofd:MediaFile>{each}.bin</ofd:MediaFile>"
        "</ofd:MultiMedia>"
        for each in named
    )
    files: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {_SPACE} Version='1.1'><ofd:DocBody>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>",
        "Doc_0/Signs/Signatures.xml": f"<ofd:Signatures {_SPACE}>"
        "<ofd:Signature ID='1' BaseLoc='Sign_0/Signature.xml'/></ofd:Signatures>",
        "Doc_0/Signs/Sign_0/Signature.xml": f"<ofd:Signature {_SPACE}><ofd:SignedInfo>"
        f"<ofd:StampAnnot PageRef='0' Boundary='{seal}'/></ofd:SignedInfo></ofd:Signature>",
        "Doc_0/Document.xml": f"<ofd:Document {_SPACE}><ofd:CommonData><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea>"
        "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
        "<ofd:TemplatePage ID='T' BaseLoc='Tpls/Content.xml'/></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/DocumentRes.xml": f"<ofd:Res {_SPACE} BaseLoc='Res'><ofd:MultiMedias>{medias}"
        f"</ofd:MultiMedias><ofd:DrawParams>{parameters}</ofd:DrawParams></ofd:Res>",
        "Doc_0/Tpls/Content.xml": _page(template),
    }
    for at, objects in enumerate(pages):
        files[f"Doc_0/Pages/Page_{at}.xml"] = _page("<ofd:Template TemplateID='T'/>", objects)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, _HEAD + text if isinstance(text, str) else text)
        for each, content in named.items():
            archive.writestr(f"Doc_0/Res/{each}.bin", content)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return written.getvalue()


def text_at(x: float, y: float, text: str, *, size: float = 4) -> str:
    return (
        f"<ofd:TextObject ID='1' Boundary='{x} {y} 100 10' Font='1' Size='{size}'>"
        f"<ofd:TextCode X='0' Y='{size}' DeltaX='g {len(text)} {size}'>{text}</ofd:TextCode>"
        "</ofd:TextObject>"
    )


def picture_at(x: float, y: float, side: float, resource: str) -> str:
    return (
        f"<ofd:ImageObject ID='2' Boundary='{x} {y} {side} {side}' ResourceID='{resource}'"
        f" CTM='{side} 0 0 {side} 0 0'/>"
    )


def line_from(x: float, y: float, width: float) -> str:
    return (
        f"<ofd:PathObject ID='3' Boundary='{x} {y} {width} 1' LineWidth='0.3'>"
        f"<ofd:AbbreviatedData>M 0 0 L {width} 0</ofd:AbbreviatedData></ofd:PathObject>"
    )


def path_of(data: str, *, more: str = "", colours: str = "") -> str:
    """Over the whole page; `more`: attributes."""
    return (
        f"<ofd:PathObject ID='4' Boundary='0 0 210 140' {more}>{colours}"
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _page(outside: str, objects: str = "") -> str:
    template, below = (outside, objects) if objects or "Template" in outside else ("", outside)
    layer = f"<ofd:Content><ofd:Layer ID='9'>{below}</ofd:Layer></ofd:Content>"
    return f"<ofd:Page {_SPACE}>{template}{layer}</ofd:Page>"
