"""Words of `quota show` and `quota check`: states, kinds of difference, the verdict."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from storage.postgres.ranking.differences import DifferenceKind

VERDICT: Final = ("  结论", "verdict")
AGREE: Final = "一致 / agree"
STATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "funded": "暂列额度内 funded",
        "waiting": "候补 waiting",
        "locked": "已锁定 locked",
        "pending": "排序中 pending",
        "none": "已结束 ended",
    }
)
STATUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ready": "就绪 ready",
        "missing": "没有 missing",
        "loading": "重建中 loading",
        "settling": "移动中 settling",
    }
)
KINDS: Final[Mapping[DifferenceKind, tuple[str, str]]] = MappingProxyType(
    {
        "missing": ("Redis 里没有排序", "Redis holds no ranking"),
        "unfinished": ("重建没有完成", "a rebuild was left unfinished"),
        "epoch": ("代次与数据库不同", "it is of another epoch than the database's"),
        "older_copy": ("Redis 退回了旧副本", "Redis fell back to an older copy"),
        "run_id": ("换了一台 Redis，或它重启过", "another Redis serves it, or it was restarted"),
        "limits": ("额度不是数据库的", "its limits are not the database's"),
        "torn": ("Redis 里的数据缺损", "parts of it are missing in Redis"),
        "newer": ("排序比数据库新，数据库恢复过旧备份", "it is newer than the database"),
        "lost": ("排序丢了已确认的变动", "it lost changes that it had confirmed"),
        "contents": ("同一版本的申请内容不同", "a claim differs at the same version"),
        "sums": ("笔数或合计不同", "counts or sums differ"),
        "unranked": ("有申请由巡检补排", "claims were ranked by the reconciler"),
        "gap": ("变动记录有缺口", "changes are missing from its stream"),
    }
)
