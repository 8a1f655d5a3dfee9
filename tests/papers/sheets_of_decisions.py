"""Letters that decide: the three replies, the revocation, and the reply to an appeal."""

from __future__ import annotations

from papers.blocks import Column, Grid, Style, Text
from papers.sheets_of_steps import PROVISIONAL, RECEIVED, basis, letter

_NUMBERED = "{{ loop.index }}．{{ 项 }}"

_GRANTED = Grid(
    "同意的数据",
    (
        Column("序号", "{{ 件.序号 }}", 10, is_short=True),
        Column("数据资源", "{{ 件.数据资源 }}", 28),
        Column("同意内容", "{{ 件.同意内容 }}{% if 件.同意时间范围 %}\n（{{ 件.同意时间范围 }}）{% endif %}", 36),
        Column("授权期限", "{{ 件.授权期限 }}", 26),
    ),
)  # fmt: skip
_REFUSED = Grid(
    "不予同意的数据",
    (
        Column("序号", "{{ 件.序号 }}", 10, is_short=True),
        Column("数据资源", "{{ 件.数据资源 }}", 28),
        Column("不予同意的内容", "{{ 件.未同意内容 }}", 28),
        Column("理由", "{{ 件.不予同意理由 }}", 34),
    ),
)
_MANNER = Text("使用方式：{{ 使用方式 }}。", when="使用方式")
_END = Text("授权期限届满，授权自动终止；需要继续使用的，请在届满前申请续期。")


def _use(number: str) -> tuple[Text, ...]:
    return (
        Text(f"{number}、使用要求", Style.HEADING),
        _MANNER,
        Text(
            "请{{ 称谓 }}按照申请载明的目的和场景使用数据，不得超出授权范围，不得擅自向第三方提供。"
        ),
        Text(_NUMBERED, each="使用要求"),
        Text("{{ 项 }}", each="提供安排"),
        _END,
    )


def _remedies(number: str) -> tuple[Text, ...]:
    return (Text(f"{number}、救济途径", Style.HEADING), Text("{{ 项 }}", each="救济途径"))


REPLY_APPROVED = letter(
    "{{ 事项 }}申请答复书",
    Text(RECEIVED + basis("决定依据") + "经研究，现答复如下："),
    Text("一、答复意见", Style.HEADING),
    Text("同意向{{ 称谓 }}提供下列数据："),
    _GRANTED,
    *_use("二"),
    PROVISIONAL,
    Text("特此答复。"),
)

REPLY_IN_PART = letter(
    "{{ 事项 }}申请答复书",
    Text(RECEIVED + basis("决定依据") + "经研究，现答复如下："),
    Text("一、同意提供的数据", Style.HEADING),
    Text("同意向{{ 称谓 }}提供下列数据："),
    _GRANTED,
    Text("二、不予同意的内容和理由", Style.HEADING),
    Text("下列内容不予同意："),
    _REFUSED,
    *_use("三"),
    *_remedies("四"),
    PROVISIONAL,
    Text("特此答复。"),
)

REPLY_REFUSED = letter(
    "{{ 事项 }}申请不予同意答复书",
    Text(RECEIVED + basis("决定依据") + "经研究，现答复如下："),
    Text("一、答复意见和理由", Style.HEADING),
    Text("对{{ 称谓 }}申请的下列数据，不予同意："),
    _REFUSED,
    *_remedies("二"),
    Text("特此答复。"),
)

REVOCATION = letter(
    "撤销授权通知书",
    Text(
        "{{ 称谓 }}于{{ 提交日期 }}提交的{{ 事项 }}申请（受理编号：{{ 受理编号 }}），"
        "已获准使用下列数据："
    ),
    Grid(
        "数据",
        (
            Column("序号", "{{ 件.序号 }}", 10, is_short=True),
            Column("数据资源", "{{ 件.数据资源 }}", 52),
            Column("授权期限", "{{ 件.授权期限 }}", 38),
        ),
    ),
    Text(basis("撤销依据") + "现决定自{{ 撤销日期 }}起撤销上述授权。理由如下："),
    Text(_NUMBERED, each="撤销理由"),
    Text("请{{ 称谓 }}自授权撤销之日起停止使用有关数据。", when="撤销日期"),
    Text(_NUMBERED, each="撤销后要求"),
    Text("{{ 项 }}", each="救济途径"),
    Text("特此通知。"),
)

APPEAL_REPLY = letter(
    "{{ 事项 }}申请申诉处理答复书",
    Text(
        "{{ 称谓 }}对{{ 原答复文号 }}（受理编号：{{ 受理编号 }}）有异议，"
        "于{{ 申诉日期 }}提出的申诉收悉。现答复如下："
    ),
    Text("一、申诉请求和理由", Style.HEADING),
    Text("{{ 申诉诉求 }}"),
    Text("二、处理决定", Style.HEADING),
    Text(basis("决定依据") + "经审查，决定{{ 申诉结论 }}。{{ 申诉处理结果 }}"),
    Text("三、理由", Style.HEADING),
    Text(_NUMBERED, each="申诉理由"),
    Text("四、其他途径", Style.HEADING, when="救济途径"),
    Text("{{ 项 }}", each="救济途径"),
    Text("特此答复。"),
)
