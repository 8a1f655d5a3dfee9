"""The papers that an applicant signs: the application, and the undertaking that goes with it."""

from __future__ import annotations

from ckanext.scigov.application.papers.blocks import (
    BySelf,
    Column,
    Form,
    Grid,
    Line,
    Questions,
    Section,
    Sheet,
    Style,
    Text,
)  # fmt: skip

_APPLICANT = (
    Section("一、申请人信息"),
    Line((("申请人", "{{ 申请人 }}"),)),
    Line((("统一社会\n信用代码", "{{ 统一社会信用代码 }}"), ("地址", "{{ 地址 }}")), when="统一社会信用代码"),
    Line((("证件号码", "{{ 证件号码 }}"), ("地址", "{{ 地址 }}")), when="申请人为个人"),
    Line((("经办人", "{{ 经办人 }}"), ("联系电话", "{{ 经办人电话 }}")), when="经办人"),
    Line((("电子邮箱", "{{ 经办人邮箱 }}"),), when="经办人邮箱"),
    Line((("联系人", "{{ 联系人 }}"), ("联系电话", "{{ 联系人电话 }}")), when="联系人"),
    Line((("系统账号", "{{ 系统账号 }}"),), when="系统账号"),
)  # fmt: skip

_ASKED = (
    Section("二、申请内容"),
    Questions("数据", "数据资源\n{{ 项.序号 }}", "{{ 项.数据资源 }}\n提供单位：{{ 项.提供单位 }}\n申请内容：{{ 项.申请内容 }}{% if 项.申请时间范围 %}\n数据时间范围：{{ 项.申请时间范围 }}{% endif %}"),
)  # fmt: skip

_USE = (
    Section("三、使用说明"),
    Line((("使用目的", "{{ 使用目的 }}"),)),
    Line((("应用场景", "{{ 应用场景 }}"),), when="应用场景"),
    Line((("使用依据", "{{ 使用依据 }}"),), when="使用依据"),
    Line((("使用方式", "{{ 使用方式 }}"), ("使用期限", "{{ 使用期限 }}"))),
    Line((("安全措施", "{{ 安全措施 }}"),), when="安全措施"),
    Questions("补充问题", "补充说明", "{{ 项.问题 }}\n{{ 项.回答 }}"),
    Line((("所附材料", "{% for 名 in 材料 %}{{ loop.index }}．{{ 名 }}{% if not loop.last %}\n{% endif %}{% endfor %}"),), when="材料"),
)  # fmt: skip

_SIGNED = (
    Section("四、申请人意见"),
    Line((("声明", "{{ 自称 }}承诺所填内容和所附材料真实、准确，按照申请的目的和场景使用数据。"),)),
    Line((("申请人\n签章", "{% if 申请人为个人 %}申请人（签字）：　　　　　　　　{% else %}负责人（签字）：　　　　　　（单位盖章）{% endif %}\n年　　月　　日　　"),), is_tall=True),
)  # fmt: skip

APPLICATION = Sheet(
    title="{{ 事项 }}申请书",
    is_letter=False,
    blocks=(
        Text("{{ 事项 }}申请书", Style.TITLE),
        Text(
            "受理编号：{% if 受理编号 %}{{ 受理编号 }}{% else %}（提交后生成）{% endif %}"
            "　　申请日期：{% if 提交日期 %}{{ 提交日期 }}{% else %}{{ 制发日期 }}{% endif %}",
            Style.CAPTION,
        ),
        Form((*_APPLICANT, *_ASKED, *_USE, *_SIGNED)),
    ),
)

UNDERTAKING = Sheet(
    title="数据安全使用承诺书",
    is_letter=False,
    blocks=(
        Text("数据安全使用承诺书", Style.TITLE),
        Text(
            "{{ 自称 }}（{{ 申请人 }}）申请使用下列数据"
            "{% if 受理编号 %}（受理编号：{{ 受理编号 }}）{% endif %}，"
            "用于{{ 使用目的 }}。"
        ),
        Grid(
            "数据",
            (
                Column("序号", "{{ 件.序号 }}", 10, is_short=True),
                Column("数据资源", "{{ 件.数据资源 }}", 54),
                Column("提供单位", "{{ 件.提供单位 }}", 36),
            ),
        ),
        Text("{{ 自称 }}郑重承诺："),
        Text("一、严格遵守数据安全、网络安全、个人信息保护等法律法规和保密规定。"),
        Text(
            "二、仅按照批准的目的、场景、范围、方式和期限使用数据；未经提供单位同意，不扩大使用范围，"
            "不改变使用目的，不以任何方式向第三方提供或者公开。"
        ),
        Text(
            "三、落实数据安全管理责任，采取必要的技术和管理措施，防止数据泄露、篡改、丢失，"
            "不将数据用于识别特定个人或者损害他人合法权益。"
        ),
        Text(
            "四、发生或者可能发生数据安全事件时，立即停止使用、采取补救措施，并及时报告提供单位和政务数据主管部门。"
        ),
        Text("五、授权期限届满或者授权被撤销后，停止使用并按照要求删除、销毁数据。"),
        Text("六、配合对数据使用情况的监督检查，按期提交使用情况报告，保存使用记录。"),
        Text(
            "七、{{ 自称 }}已阅读并接受《{{ 条款名称 }}》（版本：{{ 条款版本 }}）。",
            when="条款名称",
        ),
        Text("此外，{{ 自称 }}承诺遵守下列使用要求：", when="使用要求"),
        Text("（{{ loop.index }}）{{ 项 }}", each="使用要求"),
        Text("如违反上述承诺，{{ 自称 }}愿意承担相应的法律责任。"),
        BySelf(
            (
                "{% if 申请人为个人 %}承诺人（签字）：　　　　　　　{% else %}承诺单位（盖章）：　　　　　　　{% endif %}",
                "{% if not 申请人为个人 %}经办人（签字）：　　　　　　　{% endif %}",
                "年　　月　　日　　",
            )
        ),
    ),
)
