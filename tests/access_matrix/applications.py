"""Ask the ways in to applications as their parties, and as those whom they do not concern."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from access_matrix import cases_asked, expected, filing, grid, items, parties, recipes
from access_matrix.cases_asked import Question
from access_matrix.recipes import Ask, Form, Way
from access_matrix.site import Application, Site

CLASSES: Mapping[str, tuple[str, ...]] = {
    "visitor": ("anon",),
    "stranger": (
        "plain", "foreign_editor", "unregistered_agency_member", "other_agency_member",
        "agency_colleague", "approver", "approved",
    ),
    "applicant": ("agency_member", "named_handler"),
    "person": ("citizen",),
    "signer": ("agency_approver",),
    "handler": ("owner_editor", "owner_admin", "steward"),
    "adviser": ("reviewer",),
    "decider": ("decider",),
    "second decider": ("second_decider",),
    "third": ("third_member",),
    "authority": ("cdo",),
    "auditor": ("auditor", "sysadmin"),
}  # fmt: skip
"""Personas of whom the table of what is expected says the same; they take turns."""
OUTSIDERS = (
    "anon", "agency_colleague", "other_agency_member", "foreign_editor", "approver", "citizen",
    "third_member", "agency_approver", "owner_editor", "sysadmin",
)  # fmt: skip
"""Of whom it is looked at that what does not concern him is absent: some have a part in others."""
GRANTED = "open"
"""What has given a grant; its grant and terms are asked about by number."""
READ = ("share", "open", "draft", "signing", "confirming")
"""Applications that are looked at; the others are asked for the step that they wait for."""
STEPS: Mapping[str, str] = {
    "update": "draft", "submit": "draft", "evidence_add": "returned", "sign": "signing",
    "send_back": "signing", "check": "checking", "accept": "submitted", "return": "submitted",
    "withdraw": "submitted", "close": "returned", "evidence_delete": "returned",
    "review": "in_review", "decide": "in_review", "consult": "in_review", "assign": "in_review",
    "extend_ask": "in_review", "extend": "in_review", "answer": "consulting",
    "confirm": "confirming", "object": "confirming", "appeal": "share", "remark": "share",
    "appeal_decide": "appealed", "deliver": "delivering", "give_up": "open",
    "renewal_ask": "open", "renew": "open", "revoke": "open", "correct": "open",
    "use_report_submit": "open",
}  # fmt: skip
"""The application that each step is taken on."""
WISHES: Mapping[str, Mapping[str, Any]] = {
    "update": {"scene": "另一个应用场景的说明文字"},
    "decide": {"outcome": "refused", "ground": "other"},
    "consult": {"organization": parties.THIRD},
    "assign": {"user": "testkit_owner_editor"},
    "appeal_decide": {"outcome": "uphold"},
    "renew": {"until_on": "2099-12-31"},
    "use_report_submit": {"is_purpose_kept": "true", "results": "完成评估报告"},
    "evidence_add": {"kind": "other"},
}
NO_STEP = ("update", "submit", "evidence_add", "evidence_delete")
"""What is done on the form of the application, and not on that of a step."""
FORMS = ("accept", "answer", "remark")
"""Steps whose forms are sent: behind all forms stand the actions."""
QUESTIONS = "scigov_application.questions"
"""The page of a provider: what stands in its address is no application."""
READING = ("show", "history", "similar_list", "evidence_show")
AT_ONCE = "2-unconditional-conditional"
"""The grade that agencies have without a decision."""
PAPERS: Mapping[str, tuple[str, ...]] = {
    "share": (
        "application.docx", "application.pdf", "undertaking.docx", "receipt.docx", "supplement.docx",
        "extension.docx", "consultation.docx", "reply_refused.docx", "appeal_reply.docx",
    ),
    "open": ("application.docx", "reply_approved.docx", "revocation.docx"),
    "draft": ("application.docx",),
    "signing": ("application.docx",),
    "confirming": ("reply_approved.docx",),
}  # fmt: skip
"""The papers that have come of each, and one that has not."""


def questions(site: Site, applications: Mapping[str, Application]) -> Iterator[Question]:
    """Yield what is asked: each way in about each application that it is made for."""
    for way in recipes.ways(site):
        if not way.is_of_applications:
            continue
        if way.section == "actions":
            yield from _of_action(site, way, applications)
        else:
            yield from _of_address(site, way, applications)


def run(site: Site) -> list[grid.Cell]:
    """Ask all of it, as each class of people."""
    return cases_asked.run(site, questions(site, site.applications), site.applications, CLASSES)


def run_items(site: Site) -> list[grid.Cell]:
    """Ask every way in as the holder of a grant for one data item, and as who has all of its entry."""
    cells, sent = [], set()
    entry = site.entry(items.KEY)
    forms = (Form(), Form("upload"), Form("datastore"))
    for way in recipes.ways(site):
        for persona in ("citizen", "owner_editor") if way.has_object else ("citizen",):
            for form in forms if way.depends_on_object and persona == "citizen" else forms[:1]:
                asked = recipes.ask(site, way, entry, persona, form)
                if (asked.text, persona) not in sent:
                    sent.add((asked.text, persona))
                    cells.append(grid.one(site, way, persona, entry, asked))
    return cells


def different(site: Site, persona: str) -> list[str]:
    """Return the ways in that answer about applications which somebody has no part in otherwise than
    about such as do not exist."""
    absent = {key: _absent(one) for key, one in site.applications.items()}
    hidden = {
        key: one
        for key, one in site.applications.items()
        if not expected.may_read(persona, "id", key)
    }

    pairs = zip(questions(site, site.applications), questions(site, absent), strict=True)
    return cases_asked.different(site, persona, pairs, hidden, absent)


def _of_action(site: Site, way: Way, applications: Mapping[str, Application]) -> Iterator[Question]:
    name = way.name.removeprefix("scigov_application_")
    path = f"/api/action/{way.name}"
    if name.startswith("scigov_access"):
        body = {"number": applications[GRANTED].grant_number, "confirmed": True}
        yield Question(way, GRANTED, Ask("POST", path, body))
        return
    if name not in READING and name not in STEPS:
        for body in _of_nobody(site, name):
            yield Question(way, "", Ask("POST", path, body))
        return
    for key in READ if name in READING else (STEPS[name],):
        about = applications[key]
        is_file = name in ("evidence_show", "evidence_delete")
        body = {
            "id": (about.evidence_id or recipes.NOTHING) if is_file else about.id,
            "reason": "理由充分",
            **WISHES.get(name, {}),
        }
        file = b"%PDF-1.4 letter" if name == "evidence_add" else b""
        yield Question(way, key, Ask("POST", path, body, file=file))
        if name == "show" and about.number:
            yield Question(way, key, Ask("POST", path, {"id": about.number}))


def _of_nobody(site: Site, name: str) -> list[dict[str, Any]]:
    """Return what is asked of a way in that names no application."""
    dataset = site.entry(filing.GRADE).dataset_id
    agency = {"agency_id": site.applications["share"].agency_id}
    texts = {"purpose": "核对全省科技计划项目的承担单位", "scene": "年度科技统计分析与评估报告"}
    about = {"datasets": [{"dataset_id": dataset}], **texts}
    shared = {"datasets": [{"dataset_id": site.entry(AT_ONCE).dataset_id}], **texts}
    hidden = {"datasets": [{"dataset_id": site.entry("unclassified").dataset_id}], **texts}
    return {
        "create": [{"kind": "share", **agency, **about}, {"kind": "open", **hidden}],
        "obtain": [{**agency, **shared}, {**agency, **hidden}],
        "question_list": [{"dataset_id": dataset}],
        "question_set": [{"dataset_id": dataset, "questions": [{"text": "数据用于何处？"}]}],
        "identity_verify": [
            {"user": "testkit_plain", "kind": "person", "name": "李某", "code": "1" * 18}
        ],
        "identity_revoke": [{"user": parties.name_of("citizen"), "reason": "证件失效"}],
        "identity_show": [{"user": parties.name_of("citizen")}, {}],
    }.get(name, [{}, {"limit": 1000}])


def _of_address(
    site: Site, way: Way, applications: Mapping[str, Application]
) -> Iterator[Question]:
    adapter = site.app.flask_app.url_map.bind("")
    endpoint, arguments = way.rule.endpoint, way.rule.arguments
    others = dict.fromkeys(arguments, recipes.NOTHING)
    if "number" in arguments:
        path = adapter.build(endpoint, {"number": applications[GRANTED].grant_number})
        yield Question(way, GRANTED, Ask(way.method, path, {} if way.method == "POST" else None))
        return
    if endpoint == QUESTIONS:
        yield Question(way, "", Ask(way.method, adapter.build(endpoint, {"id": site.provider})))
        return
    if "id" not in arguments or way.name.startswith("scigov_notices"):
        path = adapter.build(endpoint, others, method=way.method)
        if way.method == "POST":
            # Whom it is assigned to is nobody: the page comes back.
            body = {"part": applications["in_review"].part_id, "assignee": recipes.NOTHING}
            yield Question(way, "", Ask("POST", path, body))
        else:
            query = {"dataset": site.entry(filing.GRADE).dataset_id}
            yield Question(way, "", Ask("GET", path, query=query))
        return
    for key, values, body in _named(way, applications):
        named = {**others, "id": applications[key].id, **values}
        path = adapter.build(endpoint, named, method=way.method)
        yield Question(way, key, Ask(way.method, path, body))


def _named(
    way: Way, applications: Mapping[str, Application]
) -> Iterator[tuple[str, dict[str, str], dict[str, Any] | None]]:
    """Yield application, what else stands in the address, and what is sent."""
    if "step" in way.rule.arguments:
        for name, key in STEPS.items():
            if name in FORMS if way.method == "POST" else name not in NO_STEP:
                place = {"part_id": applications[key].part_id, "step": name}
                place["part_id"] = "all" if name in ("sign", "send_back") else place["part_id"]
                yield key, place, {**WISHES.get(name, {}), "reason": "理由充分"}
        return
    for key in READ:
        if "evidence_id" in way.rule.arguments:
            yield key, {"evidence_id": applications[key].evidence_id or recipes.NOTHING}, None
        elif "paper" in way.rule.arguments:
            yield from ((key, _paper(one), None) for one in PAPERS[key])
        elif "part_id" in way.rule.arguments:
            yield key, {"part_id": applications[key].part_id}, {}
        else:
            yield key, {}, {"act": "refresh"}


def _paper(name: str) -> dict[str, str]:
    paper, _dot, form = name.partition(".")
    return {"paper": paper, "form": form}


def _absent(one: Application) -> Application:
    """Return what has the form of an application and does not exist."""
    evidence_id = one.evidence_id and secrets.token_hex(16)
    numbers = {
        name: value and f"{value[:-4]}9999"
        for name, value in (("number", one.number), ("grant_number", one.grant_number))
    }
    ids = {name: secrets.token_hex(16) for name in ("id", "part_id")}
    return dataclasses.replace(one, **ids, **numbers, evidence_id=evidence_id)
