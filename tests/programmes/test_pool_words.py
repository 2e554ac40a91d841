"""What a clerk reads of the money: a queue only where items are first come, first served."""

import pytest

from models.programme.describe.whole import entries_of
from tests.programmes.sources import compiled


def pools_of(programme: str) -> dict[str, str]:
    """Each pool of the demonstration by its code, in Chinese."""
    entries = entries_of(compiled(programme, "demo"))
    return {str(entry.key[1]): entry.words.zh for entry in entries if entry.key[0] == "pools"}


def test_first_come_first_served_queues_and_stops() -> None:
    assert pools_of("sh-shuangtui") == {
        "copay": "预算 500 万元，按签约交费先后排队，第一笔放不下的起停止"
    }


@pytest.mark.parametrize(
    ("programme", "expected"),
    [
        ("cq-rongchang-ecommerce", {"general": "预算 1000 万元，批准时占用，余额不够的不予批准"}),
        (
            "lishui-ecommerce",
            {
                "rural": "预算 300 万元，批准时占用，余额不够的不予批准",
                "general": "预算 1700 万元，批准时占用，余额不够的不予批准",
            },
        ),
    ],
)
def test_what_is_decided_case_by_case_knows_no_queue(
    programme: str, expected: dict[str, str]
) -> None:
    assert pools_of(programme) == expected
