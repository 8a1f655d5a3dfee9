"""Applications for access as people make them, for the browser to look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from browser.conftest import Site

CLERK, SIGNER, DECIDER, OFFICER = "app_clerk", "app_signer", "app_decider", "app_officer"
KEEPER, PERSON = "app_keeper", "app_person"
"""Who keeps the register of agencies, and somebody whose identity nobody has verified yet."""
AGENCY = "省高新技术企业认定与科技成果转化管理中心（省技术转移服务中心、科技金融服务处）"
CONDITIONAL = {
    "security_level": "3", "share_type": "conditional", "open_type": "conditional",
    "share_condition": "用于履行法定职责，经提供单位同意后共享", "open_condition": "用于科学研究",
    "open_method": "经申请同意后在线下载", "security_measure": "最小必要，专库存放，使用期满删除",
}  # fmt: skip
TEXTS = {
    "purpose": "核对高新技术企业承担的省级科技计划项目立项、结题与经费拨付情况，编制年度科技经费绩效评价报告。",
    "scene": "省科技经费绩效评价系统，由两名经办人每季度比对一次，结果仅供本单位内部使用。",
    "legal_basis": "《政务数据共享条例》（国务院令第809号）第十七条；本单位职责规定第五项",
    "security_measures": "存放于政务云专用库，双人双锁，日志留存六个月，使用期满即删除。",
    "contact_name": "综合处", "contact_phone": "0591-87091234", "contact_email": "zhc@example.org",
}  # fmt: skip
ITEMS = [
    {"title": title, "name": name, "data_type": "C", "description": "立项文件所载"}
    for title, name in (
        ("项目编号", "xiang_mu"), ("项目名称", "ming_cheng"), ("资助金额（万元）", "jin_e"),
        ("牵头承担单位（含独立法人科研机构、高等学校与企业）统一社会信用代码", "dan_wei"),
        ("项目负责人联系电话", "dian_hua"), ("立项年度", "nian_du"), ("验收结论", "jie_lun"),
    )
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Applications:
    """Ids of applications in several states, and of the parts that steps are taken on."""

    dataset: str
    draft: str
    review: str
    part: str
    returned: str
    decided: str
    granted: str
    granted_part: str


def make(site: Site, like: Mapping[str, Any], provider: str) -> Applications:
    """Publish a conditional entry like another, and let an agency apply for it five times."""
    tokens = _people(site, provider)
    dataset = _published(site, like)
    ids = [_drafted(site, tokens[CLERK], dataset["id"], tokens["agency"]) for _ in range(5)]
    for id_ in ids[1:]:
        _submitted(site, tokens, id_)
    parts = _handled(site, tokens, ids)
    _around(site, tokens, dataset["id"], parts[1]["grant_number"])
    review, granted = (part["id"] for part in parts)
    return Applications(dataset["name"], ids[0], ids[1], review, ids[2], ids[3], ids[4], granted)


def _handled(site: Site, tokens: Mapping[str, str], ids: list[str]) -> list[Any]:
    """Take all but the first to their states; return the part in review, and the granted one."""
    for id_ in ids[1:]:
        site.call_as(tokens[DECIDER], "scigov_application_accept", id=id_)
    site.call_as(
        tokens[DECIDER], "scigov_application_return", id=ids[2], reason="请写明数据保存期限。"
    )
    reason = "用途超出本数据资源的共享条件，且申请的数据项多于所述场景所需，请缩小范围后另行申请。"
    refusal = {"outcome": "refused", "ground": "more_than_needed", "reason": reason}
    site.call_as(tokens[DECIDER], "scigov_application_decide", id=ids[3], **refusal)
    approval = {"outcome": "approved", "reason": "同意提供", "no_onward_transfer": True}
    site.call_as(tokens[DECIDER], "scigov_application_decide", id=ids[4], **approval)
    return [
        site.call_as(tokens[DECIDER], "scigov_application_show", id=id_)["parts"][0]
        for id_ in (ids[1], ids[4])
    ]


def _published(site: Site, like: Mapping[str, Any]) -> dict[str, Any]:
    """Publish a conditional entry with a table that is a link."""
    kept = ("notes", "tag_string", "data_kind", "owner_org", "contact", "license_id", "data_form",
            "source_system", "update_cycle", "no_resource_reason")  # fmt: skip
    entry = {name: like[name] for name in kept if name in like}
    tags = ",".join(tag["name"] for tag in like["tags"])
    title = f"{like['title']}（有条件共享）"
    dataset = site.publish(**{**entry, "tag_string": tags, "title": title, **CONDITIONAL})
    site.call(
        "resource_create", package_id=dataset["id"], name=f"{title}（数据表）", format="CSV",
        url="https://data.example.org/plan.csv", data_items=ITEMS,
    )  # fmt: skip
    return dataset


def _around(site: Site, tokens: Mapping[str, str], dataset_id: str, grant: str) -> None:
    """Make tokens of a grant, a verified company, and questions of the provider."""
    for name in (
        "每日同步程序（省科技经费绩效评价系统与省级科技计划项目库之间的增量比对）",
        "一次性核对",
    ):
        site.call_as(tokens[CLERK], "scigov_access_grant_token_create", number=grant, name=name)
    company = {"user": OFFICER, "kind": "company", "code": "91350100M000100Y43"}
    site.call_as(tokens[KEEPER], "scigov_application_identity_verify", name=AGENCY, **company)
    questions = [
        {"text": "数据是否与其他部门的数据比对、合并后再使用？如是，请逐项说明来源。", "is_needed": True},
        {"text": "使用期满后由谁负责删除数据？"},
    ]  # fmt: skip
    wish = {"dataset_id": dataset_id, "questions": questions}
    site.call_as(tokens[DECIDER], "scigov_application_question_set", **wish)


def pages(made: Applications) -> Iterator[tuple[str, str, str]]:
    """Yield name, address and reader of each type of page."""
    one, part = f"/applications/{made.review}", f"/applications/{made.review}/{made.part}"
    yield "app-dataset", f"/dataset/{made.dataset}", CLERK
    yield "app-own", "/applications", CLERK
    yield "app-new", f"/applications/new?dataset={made.dataset}", CLERK
    yield "app-draft", f"/applications/{made.draft}/edit", CLERK
    yield "app-supplement", f"/applications/{made.returned}/edit", CLERK
    yield "app-refused", f"/applications/{made.decided}", CLERK
    yield "app-inbox", "/inbox", DECIDER
    yield "app-read", one, DECIDER
    for step in ("decide", "consult", "remark", "assign", "return"):
        yield f"app-{step}", f"{part}/{step}", DECIDER
    granted = f"/applications/{made.granted}"
    yield "app-granted", granted, CLERK
    yield "app-tokens", f"{granted}/{made.granted_part}/tokens", CLERK
    yield "app-questions", "/provider/long-named/questions", DECIDER
    yield "app-dataset-questions", f"/applications/questions/{made.dataset}", DECIDER
    yield "app-identities", "/applications/identities", KEEPER
    yield "app-identity", f"/applications/identities/{OFFICER}", KEEPER
    yield "app-person", "/applications", PERSON
    yield "app-person-new", f"/applications/new?dataset={made.dataset}", PERSON
    yield "app-office", "/office", DECIDER
    yield "app-register", "/applications/register", OFFICER
    yield "app-figures", "/applications/figures", ""


def _people(site: Site, provider: str) -> dict[str, str]:
    """Make an agency with a clerk and an approver, officials, somebody else; return tokens."""
    for name in (CLERK, SIGNER, DECIDER, OFFICER, KEEPER, PERSON):
        site.add_user(name)
    agency = site.call(
        "scigov_access_agency_register", title=AGENCY, credit_code="91350100M000100Y43"
    )["id"]
    officer = {"user": OFFICER, "role": "cdo", "scope": "platform", "reason": "首席数据官"}
    site.call("scigov_access_role_grant", **officer)
    keeper = {"user": KEEPER, "role": "operator", "scope": "platform", "reason": "管理单位名册"}
    site.call("scigov_access_role_grant", **keeper)
    tokens = {
        name: site.call("api_token_create", user=name, name="tests")["token"]
        for name in (CLERK, SIGNER, DECIDER, OFFICER, KEEPER)
    }
    site.call_as(tokens[OFFICER], "scigov_access_agency_approve", id=agency)
    for name, capacity in ((CLERK, "member"), (SIGNER, "approver")):
        member = {"agency_id": agency, "user": name, "capacity": capacity}
        site.call("scigov_access_agency_member_add", **member)
    for role in ("decider", "steward"):
        given = {
            "user": DECIDER,
            "role": role,
            "scope": f"provider:{provider}",
            "reason": "办理申请",
        }
        site.call("scigov_access_role_grant", **given)
    return {**tokens, "agency": agency}


def _drafted(site: Site, token: str, dataset_id: str, agency: str) -> str:
    today = dt.datetime.now(dt.timezone.utc).date()
    wanted = {
        "dataset_id": dataset_id,
        "from_on": str(today),
        "until_on": str(today + dt.timedelta(days=90)),
    }
    given = {
        "kind": "share",
        **TEXTS,
        "agency_id": agency,
        "handlers": [CLERK],
        "datasets": [wanted],
    }
    return str(site.call_as(token, "scigov_application_create", **given)["id"])


def _submitted(site: Site, tokens: Mapping[str, str], id_: str) -> None:
    letter = {
        "upload": (
            "关于申请共享科技计划项目数据的函（盖章）.pdf",
            b"%PDF-1.4\n%%EOF\n",
            "application/pdf",
        )
    }
    site.call_as(
        tokens[CLERK], "scigov_application_evidence_add", letter, id=id_, kind="sealed_letter"
    )
    site.call_as(tokens[CLERK], "scigov_application_submit", id=id_)
    site.call_as(tokens[SIGNER], "scigov_application_sign", id=id_)
