"""Where an OFD's electronic seals stand: what they look like is within a signature, and not drawn."""

from storage.files.inspection.inside.answering import Unfit
from storage.files.inspection.inside.ofd_numbers import Box, numbers_in
from storage.files.inspection.inside.ofd_package import Package, beside

_MOST = 100


def seals_of(package: Package) -> dict[str, list[Box]]:
    """By the page's ID, in mm; nothing where its signatures cannot be read: they are no page's."""
    found: dict[str, list[Box]] = {}
    try:
        listed = package.xml("OFD.xml").findtext("DocBody/Signatures", "").strip()
        if not listed:
            return {}
        name = beside("OFD.xml", listed)
        for signature in package.xml(name).findall("Signature")[:_MOST]:
            signed = package.xml(beside(name, signature.get("BaseLoc", "")))
            for stamp in signed.findall("SignedInfo/StampAnnot")[:_MOST]:
                numbers = numbers_in(stamp.get("Boundary", ""))
                if len(numbers) == 4 and min(numbers[2:]) > 0:
                    left, top, width, height = numbers
                    place = (left, top, width, height)
                    found.setdefault(stamp.get("PageRef", ""), []).append(place)
    except Unfit:
        return found
    return found
