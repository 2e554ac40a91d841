"""Radicals that stand for characters: what a PDF gives out where the character was printed."""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# Each radical of the supplement (U+2E80 to U+2EF3) with the ideograph that it equals, by
# EquivalentUnifiedIdeograph.txt of the Unicode character database; NFKC knows two of them.
_SUPPLEMENT: Final = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母"
    "⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑"
    "⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风"
    "⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_KANGXI: Final = [chr(code) for code in range(0x2F00, 0x2FD6)]

IDEOGRAPHS: Final[Mapping[str, str]] = MappingProxyType(
    dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True))
    | {radical: unicodedata.normalize("NFKC", radical) for radical in _KANGXI}
)
"""The ideograph of every radical (Kangxi and its supplement) that has one: ⾦ is 金, ⻓ is 长."""
