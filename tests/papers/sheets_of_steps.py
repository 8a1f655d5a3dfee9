"""Letters on the way to a decision: receipt, supplement, extension, and a question to a third party."""

from __future__ import annotations

from papers.blocks import (
    Block,
    Column,
    Grid,
    Head,
    Sheet,
    Signature,
    Style,
    Text,
)  # fmt: skip

CONTACT = Text(
    "（联系人：{{ 办理联系人 }}{% if 办理联系电话 %}，联系电话：{{ 办理联系电话 }}{% endif %}）",
    Style.NOTE,
    when="办理联系人",
)
PROVISIONAL = Text(
    "有关年度的节假日安排尚未公布，本文书中标明“暂定”的日期以公布后的安排为准。",
    when="有暂定日期",
)
RECEIVED = "{{ 称谓 }}于{{ 提交日期 }}提交的{{ 事项 }}申请（受理编号：{{ 受理编号 }}）收悉。"


def letter(title: str, *blocks: Block, to: str = "{{ 申请人 }}") -> Sheet:
    return Sheet(
        title=title,
        blocks=(
            Head("{{ 制发单位 }}"),
            Text("{{ 文号 }}", Style.NUMBER, when="文号"),
            Text(title, Style.TITLE),
            Text(f"{to}：", Style.ADDRESSEE),
            *blocks,
            Signature("{{ 制发单位 }}", "{{ 制发日期 }}"),
            CONTACT,
        ),
    )


def basis(name: str) -> str:
    """Return ``根据…，``, or nothing where no basis is given."""
    return f"{{% if {name} %}}根据{{{{ {name} }}}}，{{% endif %}}"


RECEIPT = letter(
    "{{ 事项 }}申请受理回执",
    Text(
        RECEIVED + "经核对，申请材料收件齐全，自{{ 收到日期 }}起予以受理。"
        "{% if 答复期限 %}答复期限{% if 答复工作日 %}为{{ 答复工作日 }}个工作日，{% endif %}"
        "至{{ 答复期限 }}止。{% endif %}申请事项和各提供单位的答复期限如下："
    ),
    Grid(
        "数据",
        (
            Column("序号", "{{ 件.序号 }}", 10, is_short=True),
            Column("数据资源", "{{ 件.数据资源 }}", 38),
            Column("提供单位", "{{ 件.提供单位 }}", 26),
            Column("答复期限", "{{ 件.答复期限 }}", 26, is_short=True),
        ),
    ),
    Text(
        "需要补正材料的，答复期限自收到补正材料之日起重新计算；需要征求第三方意见的，所需时间不计入答复期限；"
        "依法延长期限的，将另行告知。"
    ),
    PROVISIONAL,
    Text("收到的材料：{% for 名 in 材料 %}{{ 名 }}{% if not loop.last %}；{% endif %}{% endfor %}。", when="材料"),
    Text("{{ 称谓 }}可以凭受理编号查询办理进度。"),
)  # fmt: skip

SUPPLEMENT = letter(
    "{{ 事项 }}申请补正通知书",
    Text(
        RECEIVED + "经审查，申请内容或者材料需要补正。" + basis("补正依据") + "请{{ 称谓 }}于"
        "{{ 补正期限 }}前一次性补正下列内容："
    ),
    Text("{{ loop.index }}．{{ 项 }}", each="补正内容"),
    Text(
        "答复期限自收到补正材料之日起重新计算。无正当理由逾期不补正的，视为放弃本次申请，不再处理。"
    ),
    PROVISIONAL,
    Text("特此通知。"),
)

EXTENSION = letter(
    "延期答复通知书",
    Text(
        RECEIVED + "因{{ 延期理由 }}，无法在规定期限内"
        "{% if 答复期限 %}（{{ 答复期限 }}前）{% endif %}作出答复。" + basis("延期依据") +
        "{% if 延期同意单位 %}经{{ 延期同意单位 }}同意，{% endif %}答复期限延长至{{ 延期至 }}。"
    ),
    PROVISIONAL,
    Text("特此通知。"),
)  # fmt: skip

CONSULTATION = letter(
    "关于{{ 事项 }}申请的征求意见函",
    Text(
        "{{ 制发单位 }}收到{{ 申请人 }}提交的{{ 事项 }}申请（受理编号：{{ 受理编号 }}），"
        "申请将下列数据用于{{ 使用目的 }}："
    ),
    Grid(
        "数据",
        (
            Column("序号", "{{ 件.序号 }}", 10, is_short=True),
            Column("数据资源", "{{ 件.数据资源 }}", 45),
            Column("申请内容", "{{ 件.申请内容 }}", 45),
        ),
    ),
    Text("征求意见的事由：{{ 征求意见事由 }}", when="征求意见事由"),
    Text(
        "上述数据可能涉及贵方合法权益。" + basis("征求意见依据") + "现征求贵方意见，请于"
        "{{ 征求意见期限 }}前书面答复是否同意提供；不同意的，请说明理由。逾期未答复的，将依法作出决定。"
    ),
    PROVISIONAL,
    Text("请对本函所列申请信息予以保密，不得用于答复以外的目的。"),
    to="{{ 征求意见对象 }}",
)
