"""Disputes as people report and handle them, for the browser to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from browser.conftest import Site

READER, HANDLER, AUTHORITY = "dis_reader", "dis_handler", "dis_authority"
COLUMN = "牵头承担单位（含独立法人科研机构、高等学校与企业）统一社会信用代码"
"""Of the table that ``every_page`` publishes."""
EXPLANATION = (
    "牵头承担单位一栏与国家企业信用信息公示系统登记的名称不一致：该单位已于二〇二三年更名，"
    "年鉴第十二页、立项通知书附件三均为更名后的名称，请核对后更正。"
)
ANSWER = (
    "经与立项通知书及登记机关核对，立项时点的单位名称无误；更名信息将在下一年度更新时一并载明。"
)


@dataclass(frozen=True, slots=True)
class Disputes:
    """Ids of disputes in several states."""

    fresh: str
    accepted: str
    refused: str
    merging: str


def make(site: Site, dataset: str, resource: str, provider: str) -> Disputes:
    """Let somebody report doubts about a table, and the unit handle them."""
    tokens = _people(site, provider)
    cell = {
        "resource": resource,
        "row": 1,
        "item": COLUMN,
        "proposal_value": "第一期更名后的承担单位",
    }
    fresh = _reported(site, tokens[READER], **cell)
    accepted = _reported(site, tokens[READER], resource=resource, row=2)
    file = {
        "upload": (
            "二〇二四年度科技统计年鉴第十二页（扫描件）.pdf",
            b"%PDF-1.4\n%%EOF\n",
            "application/pdf",
        )
    }
    site.call_as(tokens[READER], "scigov_dispute_evidence_add", file, id=accepted)
    site.call_as(tokens[HANDLER], "scigov_dispute_accept", id=accepted)
    site.call_as(tokens[HANDLER], "scigov_dispute_note", id=accepted, reason="已请计划管理处核对。")
    refused = _reported(site, tokens[READER], dataset=dataset, field="title", kind="description")
    site.call_as(tokens[HANDLER], "scigov_dispute_accept", id=refused)
    refusal = {"outcome": "refuse", "ground": "right_for_their_time", "reason": ANSWER}
    site.call_as(tokens[HANDLER], "scigov_dispute_decide", id=refused, **refusal)
    # Somebody else reports the same cell: it can be merged into the first.
    merging = _reported(site, tokens[AUTHORITY], kind="outdated", **cell)
    return Disputes(fresh, accepted, refused, merging)


def pages(made: Disputes) -> Iterator[tuple[str, str, str]]:
    """Yield name, address and reader of each type of page."""
    yield "dispute-visitor", f"/disputes/{made.refused}", ""
    yield "dispute-reporter", f"/disputes/{made.refused}", READER
    yield "dispute-escalate", f"/disputes/{made.refused}/escalate", READER
    yield "dispute-files", f"/disputes/{made.fresh}/files", READER
    yield "dispute-withdraw", f"/disputes/{made.fresh}/withdraw", READER
    yield "dispute-cell", f"/disputes/{made.fresh}", HANDLER
    yield "dispute-row", f"/disputes/{made.accepted}", HANDLER
    for step in ("correct", "refuse", "assign"):
        yield f"dispute-{step}", f"/disputes/{made.accepted}/{step}", HANDLER
    yield "dispute-reject", f"/disputes/{made.fresh}/reject", HANDLER
    yield "dispute-merge", f"/disputes/{made.merging}/merge", HANDLER
    yield "dispute-authority", f"/disputes/{made.accepted}", AUTHORITY
    yield "dispute-forward", f"/disputes/{made.accepted}/forward", AUTHORITY


def _people(site: Site, provider: str) -> Mapping[str, str]:
    """Make a reader, a handler of the provider and the data authority; return their tokens."""
    for name in (READER, HANDLER, AUTHORITY):
        site.add_user(name)
    for user, role, scope in (
        (HANDLER, "steward", f"provider:{provider}"),
        (AUTHORITY, "cdo", "platform"),
    ):
        held = {"user": user, "role": role, "scope": scope, "reason": "办理疑义"}
        site.call("scigov_access_role_grant", **held)
    return {
        name: site.call("api_token_create", user=name, name="tests")["token"]
        for name in (READER, HANDLER, AUTHORITY)
    }


def _reported(site: Site, token: str, **about: object) -> str:
    said = {"kind": "inaccurate", "explanation": EXPLANATION, **about}
    return str(site.call_as(token, "scigov_dispute_create", **said)["id"])
