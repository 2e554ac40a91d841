"""Object names come from ids and lead back to them."""

from uuid import UUID

import pytest

from storage.files.names import EVIDENCE_PREFIX, evidence_name, find_evidence_ids

APPLICATION = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
EVIDENCE = UUID("01890a5d-ac96-774b-bcce-b302099a8058")


def test_name_is_made_of_both_ids() -> None:
    assert evidence_name(APPLICATION, EVIDENCE) == f"evidence/{APPLICATION}/{EVIDENCE}"


def test_name_leads_back_to_its_ids() -> None:
    assert find_evidence_ids(evidence_name(APPLICATION, EVIDENCE)) == (APPLICATION, EVIDENCE)


@pytest.mark.parametrize(
    "name",
    [
        "",
        EVIDENCE_PREFIX,
        f"evidence/{APPLICATION}",
        f"evidence/{APPLICATION}/{EVIDENCE}/x",
        f"evidence/{APPLICATION}/合同.pdf",
        f"other/{APPLICATION}/{EVIDENCE}",
        f"{APPLICATION}/{EVIDENCE}",
        f"evidence/{str(APPLICATION).upper()}/{EVIDENCE}",
        f"evidence/{{{APPLICATION}}}/{EVIDENCE}",
        f"evidence/{APPLICATION.hex}/{EVIDENCE}",
    ],
)
def test_foreign_names_lead_nowhere(name: str) -> None:
    assert find_evidence_ids(name) is None
