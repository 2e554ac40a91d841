"""The guides to papers and the letters that firms sign: whole, and about papers that are asked for."""

import pytest

from config.files import PAPERS, PROGRAMMES
from models.programme.file import ProgrammeFile, ProgrammeFileError, compile_edition
from models.programme.paper_guides import read_guides, read_letters
from models.rules.terms.programme import EditionDefinition
from tests.programmes.broken_files import DAY

GUIDES = read_guides(PAPERS.name, PAPERS.read_text("utf-8"))


def definitions() -> list[EditionDefinition]:
    return [
        compile_edition(
            ProgrammeFile("policy", (folder / "policy.toml").read_text("utf-8")),
            ProgrammeFile("demo", (folder / "demo.toml").read_text("utf-8")),
            DAY,
        )
        for folder in sorted(PROGRAMMES.iterdir())
        if folder.is_dir()
    ]


def test_every_paper_of_every_programme_has_its_guide() -> None:
    asked = {
        material.kind
        for definition in definitions()
        for track in definition.tracks
        for material in track.materials
    }
    assert asked == set(GUIDES)


def test_every_letter_is_a_paper_that_its_track_asks_for() -> None:
    known = {
        (definition.policy.code, track.code, material.kind)
        for definition in definitions()
        for track in definition.tracks
        for material in track.materials
    }
    found = [
        letter
        for file in PROGRAMMES.glob("*/letters.toml")
        for letter in read_letters(file.parent.name, file.name, file.read_text("utf-8"))
    ]
    assert len(found) == 2
    assert set(found) <= known


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[t.k]\ntitle = "a"\nopening = "{nobody}"\npromises = [{ text = "b" }]', "t.k.opening"),
        ('[t.k]\ntitle = "a"\nopening = "{firm!r}"\npromises = [{ text = "b" }]', "t.k.opening"),
        ('[t.k]\ntitle = "a"\nopening = "{"\npromises = [{ text = "b" }]', "t.k.opening"),
        ('[t.k]\ntitle = "a"\nopening = "b"\npromises = []', "t.k.promises"),
        ('[t.k]\ntitle = "a"\nopening = "b"\nseal = 1\npromises = [{ text = "c" }]', "t.k.seal"),
    ],
)
def test_a_letter_that_cannot_be_filled_in_is_refused(text: str, key: str) -> None:
    with pytest.raises(ProgrammeFileError) as refused:
        read_letters("p", "letters.toml", text)
    assert [problem.key for problem in refused.value.problems] == [key]
