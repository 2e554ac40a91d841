"""Makes `models/rules/divisions.txt` of the table that python-stdnum keeps.

pip download --no-deps python-stdnum==2.2 && unzip python_stdnum-2.2-py3-none-any.whl
python -m tests.architecture.divisions_file stdnum/cn/loc.dat > models/rules/divisions.txt
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

HEAD = """\
# 行政区划代码（GB/T 2260），含历次变更；每行：代码 名称 起止年（空=一直沿用，“起-”=现行）
# Codes of administrative divisions (GB/T 2260) with their history: code, name, years.
# Source: python-stdnum 2.2 (LGPL-2.1), stdnum/cn/loc.dat of 2026-01-04, itself from the tables
# 中华人民共和国行政区划代码 of zh.wikipedia.org. State of the divisions: end of 2025.
# Made by tests/architecture/divisions_file.py, with what that table lacked mended there.
"""

_PROVINCE = re.compile(r'(\d\d) province="(.*)"')
_COUNTY = re.compile(r'  (\d{4}) county="(.*)"')
_YEARS = re.compile(r"(?:\[(\d*-\d*)\])?(.*)")
_SIMPLER = str.maketrans("達區松嶺別門灣", "达区松岭别门湾")
# What the table lacks, or keeps without the year of its end.
_MENDED = {
    "100000": ("全国", ""),
    "330113": ("临平区", "2021-"),
    "330114": ("钱塘区", "2021-"),
    "422900": ("林区", "-1986"),
    "422921": ("神农架林区", "-1986"),
    "429001": ("随州市", "-2000"),
}
# Districts of 大兴安岭地区 that statistics count and the standard does not.
_UNOFFICIAL = frozenset(f"2327{number}" for number in ("61", "62", "63", "64"))


def rows(text: str) -> Iterator[tuple[str, str, str]]:
    """Code, name and years of each; two for a code that was given twice."""
    province = ""
    for line in text.splitlines():
        if found := _PROVINCE.match(line):
            province = found[1]
        elif found := _COUNTY.match(line):
            code = province + found[1]
            if code in _MENDED or code in _UNOFFICIAL:
                continue
            for entry in found[2].translate(_SIMPLER).split(","):
                years, name = _YEARS.fullmatch(entry).groups()  # type: ignore[union-attr]
                yield code, name, years or ""
    yield from ((code, name, years) for code, (name, years) in _MENDED.items())


def main(source: Path) -> None:
    found = sorted(rows(source.read_text("utf-8")))
    lines = [" ".join(part for part in row if part) for row in found]
    sys.stdout.write(HEAD + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
