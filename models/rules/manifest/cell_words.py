"""Why a cell cannot be read, for each kind of column."""

from typing import Final

from models.rules.manifest.columns import Column
from models.rules.manifest.plain_text import said
from models.rules.reasons import Text

CHECKSUM: Final = Text(
    "统一社会信用代码第 18 位（校验码）与前 17 位不符，其中有一位填错了，请对照营业执照逐位核对；"
    "营业执照上确实如此的，请企业自己登录登记后申报",
    "Place 18 (the check character) does not fit the 17 before it: compare each with the licence; if it"
    " is so on the licence, the firm has to register and apply itself",
)


def too_long(column: Column, length: int) -> Text:
    return Text(
        f"{column.label.zh}有 {length} 个字，最多 {column.most} 个字，请缩短",
        f"{column.label.en} has {length} characters; at most {column.most}",
    )


def no_mobile(label: Text) -> Text:
    return Text(
        f"{label.zh}须为一个 11 位手机号（1 开头，不带姓名和分机），请核对",
        f"{label.en}: one mobile number of 11 digits beginning with 1",
    )


def several_plans(wanted: str, ids: list[str]) -> Text:
    return Text(
        f"本平台有 {len(ids)} 个方案都叫“{said(wanted)}”，请改填方案编号：{'、'.join(ids)}",
        f"{len(ids)} of your plans are called {said(wanted)}; give the id: {', '.join(ids)}",
    )


def no_plan(column: Column, wanted: str) -> Text:
    titles = [option.label.zh for option in column.options[:3]]
    if not titles:
        return Text(
            "本平台还没有服务方案，请先在“本平台”新增，再提交清单",
            "You have no plan yet; add one, then hand in the list",
        )
    zh = "、".join(f"“{title}”" for title in titles)
    return Text(
        f"本平台没有叫“{said(wanted)}”的服务方案，请照“本平台方案”页填写，如{zh}",
        f"You have no plan {said(wanted)}; yours are {', '.join(titles)}",
    )


def no_day(label: Text, given: str) -> Text:
    return Text(
        f"{label.zh}填的是“{given}”，认不出是哪一天。请写成 2026-03-05 这样的日期",
        f"{label.en}: {given} is no day; write it as 2026-03-05",
    )


def neither(label: Text, given: str) -> Text:
    return Text(
        f"{label.zh}填的是“{given}”，请填“是”或“否”",
        f"{label.en}: 是 or 否 (yes or no), not {given}",
    )


def no_percent(label: Text, given: str) -> Text:
    return Text(
        f"{label.zh}填的是“{given}”，请先把这一列设为文本格式，再写成百分数，如 60%",
        f"{label.en}: a rate such as 60%, not {given}; format the column as text first",
    )


def no_number(label: Text, given: str) -> Text:
    return Text(
        f"{label.zh}填的是“{given}”，须为数字。单元格是日期格式的，请改为常规格式再填",
        f"{label.en}: a number, not {given}; if the cell is formatted as a date, change that",
    )
