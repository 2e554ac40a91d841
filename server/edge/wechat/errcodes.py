"""WeChat's error numbers sorted into the few classes that ask for different action."""

from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Final


class ErrorClass(Enum):
    """One member per client action of the error matrix; `OTHER` is a number nobody has listed."""

    OK = auto()
    BUSY = auto()
    TOKEN = auto()
    CONFIGURATION = auto()
    OPENID = auto()
    CODE = auto()
    BLOCKED_USER = auto()
    TEMPLATE = auto()
    PAGE = auto()
    NOT_SUBSCRIBED = auto()
    BANNED = auto()
    OVERLAP = auto()
    MINUTE_LIMIT = auto()
    DAY_QUOTA = auto()
    ARGUMENT = auto()
    INACTIVE = auto()
    OTHER = auto()


_MEMBERS: Final[Mapping[ErrorClass, tuple[int, ...]]] = MappingProxyType(
    {
        ErrorClass.OK: (0,),
        ErrorClass.BUSY: (-1,),
        ErrorClass.TOKEN: (40001, 40014, 42001, 41001),
        ErrorClass.CONFIGURATION: (
            *(40002, 40013, 40125, 40164, 40243, 41002, 41004, 41008),
            *(48001, 50002, 50004, 50007, 85079, 89503, 89506, 89507, 40066, 43001, 43002, 44002),
        ),
        ErrorClass.OPENID: (40003, 43104),
        ErrorClass.CODE: (40029, 40163),
        ErrorClass.BLOCKED_USER: (40226,),
        ErrorClass.TEMPLATE: (40037,),
        ErrorClass.PAGE: (41030, 40165),
        ErrorClass.NOT_SUBSCRIBED: (43101,),
        ErrorClass.BANNED: (43107, 45168),
        ErrorClass.OVERLAP: (43108,),
        ErrorClass.MINUTE_LIMIT: (44990, 44991, 45011),
        ErrorClass.DAY_QUOTA: (44993, 45009),
        ErrorClass.ARGUMENT: (47001, 47003),
        ErrorClass.INACTIVE: (61010,),
    }
)
_CLASSES: Final[Mapping[int, ErrorClass]] = MappingProxyType(
    {errcode: kind for kind, errcodes in _MEMBERS.items() for errcode in errcodes}
)


def classify(errcode: int) -> ErrorClass:
    """The class of one errcode; a missing errcode counts as 0 and is the caller's to fill in."""
    return _CLASSES.get(errcode, ErrorClass.OTHER)
