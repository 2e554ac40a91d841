"""The forms in which people write a place's name: whole, short, with its province and city before."""

import re
import unicodedata

from models.rules.text.compared import compared

_PEOPLES = (
    "各族|蒙古族?|回族?|藏族?|维吾尔族?|苗族|彝族|壮族?|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族"
    "|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族"
    "|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族|普米族|塔吉克族?|怒族|鄂温克族"
    "|独龙族|保安族|裕固族"
)
_AUTONOMOUS = re.compile(rf"(.{{2,}}?)(?:{_PEOPLES})+自治([县旗州区])")
_KINDS = re.compile(r"(.{2,}?)(?:自治[县旗州区]|新区|林区|特区|矿区|地区|[省市区县旗盟州])")
_MOST_SIGNS = 60


def folded(text: str) -> str:
    """Letters and digits alone, as they are compared: blanks and strokes are left out."""
    plain = compared(text[:_MOST_SIGNS])
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] in "LN")


def short_forms(name: str) -> tuple[str, ...]:
    """What is said for short, the longer first: 景宁县 and 景宁 for 景宁畲族自治县."""
    found = []
    if autonomous := _AUTONOMOUS.fullmatch(name):
        found += [autonomous[1] + autonomous[2], autonomous[1]]
    elif plain := _KINDS.fullmatch(name):
        found.append(plain[1])
    return tuple(found)
