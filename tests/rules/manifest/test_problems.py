"""Problems of a list are gathered: equal ones together, what is of nobody one by one."""

from models.rules.manifest.problems import CellProblem, group_problems
from models.rules.manifest.read import read_manifest
from models.rules.reasons import Text
from tests.world.client_lists import COLUMNS, client, headers, read, sheet_of


def test_files_of_nobody_are_told_one_by_one_after_the_cells() -> None:
    problems = [
        CellProblem(0, "", "archive", "file_outside", Text(f"“{name}”不在", name)) for name in "ab"
    ]
    problems.append(CellProblem(2, "Sheet1!A2", "uscc", "length", Text("短", "short")))
    groups = group_problems(problems)
    assert [(group.text.zh, group.rows, group.cells) for group in groups] == [
        ("短", 1, ("Sheet1!A2",)),
        ("“a”不在", 0, ()),
        ("“b”不在", 0, ()),
    ]


def test_equal_problems_are_one_group() -> None:
    rows = [client(number, fee_yuan=f"{number}x", is_sme="") for number in range(1, 301)]
    found = read(*rows)
    groups = group_problems(problem for row in found.rows for problem in row.problems)
    assert [(group.code, group.rows) for group in groups] == [("format", 300), ("required", 300)]
    assert len(groups[0].cells) == 200
    assert "共 300 处" in groups[0].text.zh
    assert groups[1].text.zh == "属于中小企业没有填写，请补上"


def test_each_column_that_is_none_is_named() -> None:
    found = read_manifest([sheet_of([*headers(), "经办", "备注"], client(1))], COLUMNS)
    told = [group.text.zh for group in group_problems(found.notes)]
    assert [("经办" in text, "备注" in text) for text in told] == [(True, False), (False, True)]
