"""A firm's code as the phone checks it: the server's own rule, and what a licence's QR code holds."""

import json
import random

from models.rules.uscc import ALPHABET, check_character, check_uscc
from tests.clients.computed import computed
from tests.world.client import uscc

_CHECK = """
import { checkUscc, findInText, plainUscc } from '@/uscc/uscc'
const [codes, texts] = %s as [string[], string[]]
answer([codes.map((code) => checkUscc(plainUscc(code))), texts.map((text) => findInText(text))])
"""


def _phone(codes: list[str], texts: list[str]) -> tuple[list[dict[str, object]], list[object]]:
    checked, found = computed(_CHECK % json.dumps([codes, texts]))
    return checked, found


def _mistyped(code: str, chance: random.Random) -> str:
    at = chance.randrange(8, 18)
    sign = chance.choice([each for each in ALPHABET if each != code[at]])
    return code[:at] + sign + code[at + 1 :]


def test_the_phone_and_the_server_agree_on_codes() -> None:
    chance = random.Random(18)  # cases, no secrets
    right = [uscc() for _ in range(200)]
    wrong = [_mistyped(code, chance) for code in right]
    checked, _ = _phone([*right, *wrong], [])
    states = [one["state"] for one in checked]
    assert states[:200] == ["right"] * 200
    assert states[200:] == ["checksum"] * 200
    assert [check_uscc(code) for code in right] == [None] * 200
    assert None not in [check_uscc(code) for code in wrong]


def test_what_a_code_lacks_is_said_while_it_is_typed() -> None:
    code = "9131011" + "5MA1K80000"
    code += check_character(code)
    typed = [
        "",
        code[:10],
        f"{code}7",
        f"　{code[:4]}-{code[4:].lower()} ",
        "".join(chr(ord(sign) + 0xFEE0) for sign in code),
        code.replace("0", "O"),
        "91310V15MA1K800005",
        "11010519491231002X",
    ]
    checked, _ = _phone(typed, [])
    assert [one["state"] for one in checked] == [
        *("empty", "short", "long", "right", "right", "strange", "strange", "person"),
    ]
    assert checked[1]["left"] == 8
    assert checked[5] == {"state": "strange", "sign": "O", "place": 5, "mended": code}
    assert checked[6]["mended"] is None, "V is none of the look-alikes"


def test_a_licences_code_holds_firm_and_name() -> None:
    code = uscc()
    texts = [
        f"统一社会信用代码:{code}；企业名称：上海示例贸易有限公司；登记机关：浦东新区",
        f"https://www.gsxt.gov.cn/index/info?uniscid={code}&tab=ent",
        f"http%3A%2F%2Fexample.cn%2F%3Fid%3D{code}",
        "https://www.gsxt.gov.cn/%7B48A8E2B2AC%7D",
        "100%",
    ]
    _, found = _phone([], texts)
    assert found == [
        {"uscc": code, "name": "上海示例贸易有限公司"},
        {"uscc": code, "name": None},
        {"uscc": code, "name": None},
        None,
        None,
    ]
