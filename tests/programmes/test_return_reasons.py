"""The ready reasons that are shipped: about items that exist, whole, and refused where they are not."""

import pytest

from config.files import RETURN_REASONS
from models.programme.reader.problems import ProgrammeFileError
from models.programme.return_reasons import read_return_reasons
from server.features.applications.standing_items import CLIENTS, PARTICULARS

REASONS = read_return_reasons(RETURN_REASONS.name, RETURN_REASONS.read_text("utf-8"))


def test_every_particular_has_reasons_and_nothing_else() -> None:
    assert set(REASONS.own) == PARTICULARS | {CLIENTS}
    assert len(REASONS.paper) >= 5
    assert REASONS.value


@pytest.mark.parametrize(
    "text", ['paper = [{ zh = "缺页" }]', "papers = []", 'own.fee_fen = [{ zh = "a", en = 1 }]']
)
def test_a_wrong_file_is_refused(text: str) -> None:
    with pytest.raises(ProgrammeFileError):
        read_return_reasons("return_reasons.toml", text)
