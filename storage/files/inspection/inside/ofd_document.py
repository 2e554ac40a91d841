"""The pages of an OFD with all that is drawn on them, in the order of drawing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from storage.files.inspection.inside.answering import Unfit
from storage.files.inspection.inside.ofd_numbers import Box, box_of
from storage.files.inspection.inside.ofd_package import Package, beside
from storage.files.inspection.inside.ofd_seals import seals_of

_MOST_OBJECTS = 50_000
_MOST_NESTED = 10
_A4: Box = (0.0, 0.0, 210.0, 297.0)


@dataclass(frozen=True, slots=True)
class OnPage:
    """A text, picture or path, and where its own coordinates begin on the page (mm).

    `parameters`: of drawing, by id; `layer_parameters`: the id of those that its layer names.
    """

    element: Element
    left: float
    top: float
    parameters: Mapping[str, Element]
    layer_parameters: str = ""


class Document:
    """The first document of the file: what is shown is shown from it."""

    def __init__(self, package: Package) -> None:
        """Raises Unfit: `no_page`, `damaged`."""
        root = _text(package.xml("OFD.xml"), "DocBody/DocRoot")
        self._package, self._name = package, beside("OFD.xml", root)
        self._root = package.xml(self._name)
        pages = self._root.findall("Pages/Page")
        self._pages = [page.get("BaseLoc", "") for page in pages]
        self._ids = [page.get("ID", "") for page in pages]
        if not self._pages:
            raise Unfit("no_page")
        self._templates = {
            found.get("ID"): found.get("BaseLoc", "")
            for found in self._root.findall("CommonData/TemplatePage")
        }
        self.pictures: dict[str, str] = {}
        self._parameters: dict[str, Element] = {}
        self._read_resources()
        self._seals = seals_of(package)

    def __len__(self) -> int:
        return len(self._pages)

    def page(self, number: int) -> tuple[Box, list[OnPage]]:
        """Its area in mm, and what is on it: the template below."""
        content = self._package.xml(beside(self._name, self._pages[number]))
        area = content.findtext("Area/PhysicalBox") or self._root.findtext(
            "CommonData/PageArea/PhysicalBox"
        )
        drawn: list[OnPage] = []
        for used in content.findall("Template"):
            location = self._templates.get(used.get("TemplateID"))
            if location is not None:
                template = self._package.xml(beside(self._name, location))
                drawn.extend(_objects(template.findall("Content/Layer"), self._parameters))
        drawn.extend(_objects(content.findall("Content/Layer"), self._parameters))
        return box_of(area, _A4), drawn[:_MOST_OBJECTS]

    def seals(self, number: int) -> list[Box]:
        """Where electronic seals stand on the page, in mm."""
        return self._seals.get(self._ids[number], [])

    def read_picture(self, resource: str) -> bytes | None:
        """Its bytes, None where the file names none. Raises Unfit."""
        name = self.pictures.get(resource)
        return None if name is None else self._package.read(name)

    def _read_resources(self) -> None:
        for kind in ("PublicRes", "DocumentRes"):
            for place in self._root.findall(f"CommonData/{kind}"):
                name = beside(self._name, place.text or "")
                resources = self._package.xml(name)
                folder = beside(name, resources.get("BaseLoc", ".")) + "/"
                for media in resources.iter("MultiMedia"):
                    location = media.findtext("MediaFile", "")
                    self.pictures[media.get("ID", "")] = beside(folder + "x", location.strip())
                for parameters in resources.iter("DrawParam"):
                    self._parameters[parameters.get("ID", "")] = parameters


def _objects(layers: list[Element], parameters: Mapping[str, Element]) -> Iterator[OnPage]:
    for layer in layers:
        for element in _within(layer, 0):
            left, top, _, _ = box_of(element.get("Boundary"), (0.0, 0.0, 1.0, 1.0))
            yield OnPage(element, left, top, parameters, layer.get("DrawParam", ""))


def _within(parent: Element, depth: int) -> Iterator[Element]:
    for element in parent:
        if element.tag == "PageBlock" and depth < _MOST_NESTED:
            yield from _within(element, depth + 1)
        elif element.tag in ("TextObject", "ImageObject", "PathObject"):
            yield element


def _text(root: Element, path: str) -> str:
    found = root.findtext(path)
    if not found:
        raise Unfit("damaged")
    return found.strip()
