"""How a reader's finding becomes the child's answer."""

from collections.abc import Callable

import msgspec

from storage.files.inspection.inspected import ContentType, Fault, Inspected


def read_font(file: str) -> bytes:
    """What signs are drawn with; nothing where no file is named."""
    if not file:
        return b""
    with open(file, "rb") as font:
        return font.read()


class Unfit(Exception):
    """Found while reading: the file is not taken."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


def answering(
    content_type: ContentType, read: Callable[[memoryview], Inspected], content: memoryview
) -> Callable[[], bytes]:
    """Reads when called; a file without a byte has no reader."""

    def answer() -> bytes:
        try:
            if not content:
                raise Unfit("empty")
            found = read(content)
        except Unfit as unfit:
            found = Inspected(content_type, unfit.fault)
        return msgspec.msgpack.encode(found)

    return answer
