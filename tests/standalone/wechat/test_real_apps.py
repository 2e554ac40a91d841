"""The stand-in and real apps keep apart, from both sides."""

from typing import Any

import pytest

from config.settings import PREFIX, STAND_IN_APPID, SettingsError, read_settings
from standalone.wechat.__main__ import main
from standalone.wechat.guard import is_stand_ins
from tests.cli.settings_given import environ

REAL = "wx7c04fd2a19b3e65d"
STAND_INS = "wx0123456789abcdef"


@pytest.mark.parametrize(
    ("options", "variables", "said"),
    [
        (["--appid", REAL], {}, "is a real app's"),
        ([], {"SHUANGTUI_WECHAT_APPID": REAL}, "is a real app's"),
        (["--appid", STAND_INS[:-1]], {}, "is a real app's"),
        ([], {"SHUANGTUI_ENVIRONMENT": "production"}, "settings of production"),
    ],
)
def test_the_stand_in_does_not_run_for_a_real_app(
    monkeypatch: pytest.MonkeyPatch, options: list[str], variables: dict[str, str], said: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.argv", ["standalone.wechat", "--port", "0", *options])
    with pytest.raises(SystemExit, match=said):
        main()


@pytest.mark.parametrize(
    "given",
    [
        {"WECHAT_APPID": STAND_INS},
        {"WECHAT_APPID": "wxba5fad812f8e6fb9"},
        {"WECHAT_APPID": STAND_INS, "ENVIRONMENT": "demo"},
        {"WECHAT_BASE_URL": "http://127.0.0.1:8001", "ENVIRONMENT": "demo"},
    ],
)
def test_the_server_mixes_no_real_app_with_a_stand_in(given: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match=f"{PREFIX}WECHAT_APPID：替身"):
        read_settings(environ(**given))


def test_a_stand_in_for_a_stand_ins_app_and_wechat_for_a_real_one() -> None:
    demo = {"WECHAT_BASE_URL": "http://127.0.0.1:8001", "ENVIRONMENT": "demo"}
    assert read_settings(environ(**demo, WECHAT_APPID=STAND_INS))
    assert read_settings(environ(ENVIRONMENT="demo"))


@pytest.mark.parametrize(
    "appid", [REAL, STAND_INS, "wxba5fad812f8e6fb9", "wx0123456789ABCDEF", STAND_INS + "0", ""]
)
def test_both_sides_mean_the_same_apps(appid: str) -> None:
    assert is_stand_ins(appid) is (STAND_IN_APPID.fullmatch(appid) is not None)
