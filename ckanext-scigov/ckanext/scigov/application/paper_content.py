"""The values of a paper out of an application as its reader is shown it. Papers are in Chinese."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from ckanext.scigov.access import sentences_terms
from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.application import sentences, words
from ckanext.scigov.application.domain import paper_values as values
from ckanext.scigov.application.domain.papers import Paper
from ckanext.scigov.application.paper_facts import Past, last
from ckanext.scigov.shared.calendar import local_day

Shown = Mapping[str, Any]
AUTHORITY = "政务数据主管部门"
APPEALS = {
    "uphold": (values.AppealOutcome.UPHELD, ""),
    "remit": (values.AppealOutcome.CHANGED, "由提供单位重新审核并作出答复。"),
    "overrule": (values.AppealOutcome.REVERSED, "同意申请，按申请内容授权使用。"),
}
_DATED_BY = {
    Paper.RECEIPT: ("accept",),
    Paper.SUPPLEMENT: ("return",),
    Paper.EXTENSION: ("extend",),
    Paper.CONSULTATION: ("consult",),
    Paper.REVOCATION: ("revoke",),
    Paper.APPEAL_REPLY: tuple(APPEALS),
    Paper.REPLY_APPROVED: ("approve", "confirm", "overrule"),
    Paper.REPLY_IN_PART: ("approve_in_part", "confirm"),
    Paper.REPLY_REFUSED: ("refuse", "confirm", "uphold"),
}
"""The step that a paper is about, whose day it bears."""


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """An application, the parts a paper is about, and all that is known of them."""

    filing: Shown
    parts: Sequence[Shown]
    entries: Mapping[str, Shown]
    """By id, as far as the reader finds them."""
    past: Sequence[Past]
    """Of the part, where the paper is about one."""
    credit_code: str = ""


def of(paper: Paper, case: Case, today: dt.date) -> values.PaperValues:
    """Return what a paper says."""
    filing, about = case.filing, _about(paper, case.past)
    filed = filing["submitted_at"]
    filed_on = local_day(dt.datetime.fromisoformat(filed)) if filed else None
    known = values.PaperValues(
        case=values.Case(filing["kind"]),
        issued_on=about.on if about else filed_on or today,
        applicant=_applicant(case),
        use=_use(case),
        parts=tuple(_part(part, case.entries.get(part["dataset_id"])) for part in case.parts),
        number=filing["number"] or "",
        issuer=case.parts[0]["provider_title"] if about else "",
        filed_on=filed_on,
        received_on=_received_on(case.parts, about),
        due=about.deadline if about else None,
        basis=about.basis if about else "",
        remedies=tuple(sentences.remedies(filing["kind"] == "share", may_appeal=True)),
        evidence=tuple(one["file_name"] for one in filing["evidence"] if not one["withdrawn_at"]),
    )
    return dataclasses.replace(known, **_of_step(paper, case, about)) if about else known


def _about(paper: Paper, past: Sequence[Past]) -> Past | None:
    return last(past, *_DATED_BY[paper]) if paper in _DATED_BY else None


def _of_step(paper: Paper, case: Case, about: Past) -> dict[str, Any]:
    """Return what only papers about one step say."""
    make = {
        Paper.SUPPLEMENT: _supplement,
        Paper.EXTENSION: _extension,
        Paper.CONSULTATION: _consultation,
        Paper.REVOCATION: _revocation,
        Paper.APPEAL_REPLY: _appeal,
    }.get(paper)
    return {paper.value.removesuffix("_reply"): make(case, about)} if make else {}


def _supplement(_: Case, about: Past) -> values.Supplement | None:
    until = about.deadline
    return values.Supplement(_lines(about.reason), until, about.basis) if until else None


def _extension(case: Case, about: Past) -> values.Extension | None:
    wish, until = last(case.past, "ask_extension"), about.deadline
    reason = about.reason or (wish.reason if wish else "")
    return values.Extension(until, reason, AUTHORITY, about.basis) if until else None


def _consultation(case: Case, about: Past) -> values.Consultation | None:
    asked = case.parts[0]["consultation"]
    if not asked:
        return None
    until = values.Deadline(dt.date.fromisoformat(asked["due_on"]))
    return values.Consultation(asked["organization_title"], until, asked["question"], about.basis)


def _revocation(_: Case, about: Past) -> values.Revocation:
    return values.Revocation(about.on, _lines(about.reason))


def _appeal(case: Case, about: Past) -> values.Appeal | None:
    made = last(case.past, "appeal")
    outcome, result = APPEALS[about.event]
    if made is None:
        return None
    number = case.filing["number"] or ""
    return values.Appeal(number, made.on, made.reason, outcome, _lines(about.reason), result)


def _applicant(case: Case) -> values.Applicant:
    filing = case.filing
    one, identity = filing["applicant"], filing["applicant"]["identity"]
    handlers = "、".join(person["display_name"] for person in filing["handlers"])
    return values.Applicant(
        one["agency_title"] or (identity or {}).get("name") or one["display_name"],
        is_person=bool(identity and identity["kind"] == "person"),
        credit_code=case.credit_code or (identity or {}).get("code", ""),
        handler=values.Person(handlers),
        contact=values.Person(
            filing["contact_name"], filing["contact_phone"], filing["contact_email"]
        ),
    )


def _use(case: Case) -> values.Use:
    filing, asked = case.filing, [part["asked"] for part in case.parts]
    manners = dict.fromkeys(words.word("manner", scope["manner"]) for scope in asked)
    return values.Use(
        purpose=filing["purpose"],
        scene=filing["scene"],
        legal_basis=filing["legal_basis"],
        manners=tuple(manners),
        period=_period(asked[0]) if asked else None,
        security=filing["security_measures"],
        answers=tuple(values.Answer(one["question"], one["answer"]) for one in filing["answers"]),
    )


def _part(part: Shown, entry: Shown | None) -> values.Part:
    given, clock = part["given"], part["clock"]
    reasons = [part["reason"]] if part["reason"] else []
    if part["ground"]:
        reasons.insert(0, words.word("ground", part["ground"]))
    return values.Part(
        dataset=part["dataset_title"],
        provider=part["provider_title"],
        asked=_contents(part["asked"], entry),
        due=values.Deadline(dt.date.fromisoformat(clock["due_on"]), clock["provisional"])
        if clock
        else None,
        outcome=values.Outcome(part["outcome"]) if part["outcome"] else None,
        granted=_contents(given, entry) if given else (),
        granted_period=_period(given) if given else None,
        reasons=tuple(reasons),
        obligations=tuple(sentences_terms.conditions(Obligations(**part["obligations"])))
        if part["obligations"]
        else (),
    )


def _contents(scope: Shown, entry: Shown | None) -> tuple[values.Content, ...]:
    """Return the resources of a scope with those of its data items that each has; none named: all."""
    if entry is None or not (scope["resource_ids"] or scope["items"]):
        return ()
    found = []
    for one in entry.get("resources") or []:
        titles = {
            item["name"]: item.get("title") or item["name"] for item in one.get("data_items") or []
        }
        items = tuple(title for name, title in titles.items() if name in scope["items"])
        is_asked = not scope["resource_ids"] or one["id"] in scope["resource_ids"]
        if is_asked and (items or not scope["items"]):
            found.append(values.Content(one.get("name") or one["id"], items))
    return tuple(found)


def _period(scope: Shown) -> values.Period:
    return values.Period(*(dt.date.fromisoformat(scope[name]) for name in ("from_on", "until_on")))


def _received_on(parts: Sequence[Shown], about: Past | None) -> dt.date | None:
    clock = (about.clock if about else None) or parts[0]["clock"]
    return dt.date.fromisoformat(clock["received_on"]) if clock else None


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip()) or ("",)
