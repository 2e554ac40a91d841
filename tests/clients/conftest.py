"""Which stories of the clients `make prove` alone tells: what they show is tried by shorter ones too."""

from tests.line.proof import PROVING

# Each takes half a minute or more of CI's twenty-five; the whole way, the bad network, applying,
# 我的, every page cold with axe, and the way in WeChat's output stay in every run.
collect_ignore = (
    []
    if PROVING
    else [
        "h5/test_firm.py",
        "h5/test_follow.py",
        "h5/test_market.py",
        "wechat/test_correcting.py",
        "wechat/test_weather.py",
    ]
)
