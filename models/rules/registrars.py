"""Who registers organisations, and of which kinds: the first two places of a credit code.

GB 32100-2015, table of the registering departments with its amendments, and the kinds 4 and 5 that
the Ministry of Civil Affairs gives to villages' and residents' committees.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "1": "1239",  # 机构编制：机关、事业单位、群众团体、其他
        "2": "19",  # 外交：外国常驻新闻机构、其他
        "3": "123459",  # 司法行政：律所、公证处、基层法律服务所、司法鉴定、仲裁、其他
        "4": "19",  # 文化：外国在华文化中心、其他
        "5": "123459",  # 民政：社会团体、民办非企业单位、基金会、村委会、居委会、其他
        "6": "129",  # 旅游：外国的、港澳台的旅游部门常驻机构、其他
        "7": "129",  # 宗教：活动场所、院校、其他
        "8": "19",  # 工会：基层工会、其他
        "9": "123",  # 工商（市场监管）：企业、个体工商户、农民专业合作社
        "A": "19",  # 中央军委改革和编制办公室：军队事业单位、其他
        "N": "1239",  # 农业：组级、村级、乡镇级集体经济组织、其他
        "Y": "1",  # 其他
    }
)
"""The kinds (place 2) by the department (place 1)."""
MARKET: Final = "9"
"""The department that issues business licences."""
