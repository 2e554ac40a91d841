"""Districts of a region class: those of the region, or a refusal that names the likely one."""

import pytest

from models.programme.file import ProgrammeFile, ProgrammeFileError, compile_edition
from tests.programmes.broken_files import DAY
from tests.world.shipped import CONFIG

FOLDER = CONFIG / "programmes" / "cq-info-platform"


def compiled_with(written: str) -> tuple[str, ...]:
    policy, demo = ((FOLDER / f"{name}.toml").read_text("utf-8") for name in ("policy", "demo"))
    assert '"万州区"' in demo
    changed = demo.replace('"万州区"', f'"{written}"', 1)
    definition = compile_edition(
        ProgrammeFile("policy.toml", policy), ProgrammeFile("demo.toml", changed), DAY
    )
    return definition.region_classes[0].districts


@pytest.mark.parametrize("written", ["万州区", "万州", "万县区", "高新技术园"])
def test_a_district_a_way_of_writing_it_and_a_zone_are_taken(written: str) -> None:
    assert written in compiled_with(written)


@pytest.mark.parametrize(("written", "named"), [("万洲区", "万州区"), ("浦东新区", "重庆市")])
def test_a_slip_and_another_citys_are_refused(written: str, named: str) -> None:
    with pytest.raises(ProgrammeFileError) as refused:
        compiled_with(written)
    told = str(refused.value)
    assert written in told
    assert named in told
