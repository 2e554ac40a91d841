"""Object names are made of ids alone."""

from uuid import UUID

from storage.files.names import evidence_name

APPLICATION = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
EVIDENCE = UUID("01890a5d-ac96-774b-bcce-b302099a8058")


def test_name_is_made_of_both_ids() -> None:
    assert evidence_name(APPLICATION, EVIDENCE) == f"evidence/{APPLICATION}/{EVIDENCE}"
