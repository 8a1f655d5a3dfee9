"""Ask the ways in to disputes as their parties, and as those whom they do not concern."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from access_matrix import (
    cases_asked,
    comparing_tables,
    doubted,
    doubters,
    doubting,
    expected,
    grid,
    items,
    parties,
    recipes,
)
from access_matrix.cases_asked import Question
from access_matrix.recipes import Ask, Way
from access_matrix.site import Dispute, Site

CLASSES: Mapping[str, tuple[str, ...]] = {
    "visitor": ("anon",),
    "visitor by link": (doubters.BY_LINK,),
    "stranger": ("plain", "third_member", "approver", "reviewer", "expired", "revoked"),
    "reporter": (doubters.DOUBTER,),
    "second reporter": (doubters.SECOND,),
    "agency's reporter": (doubters.OF_AGENCY,),
    "agency": ("agency_member", "agency_colleague", "other_agency_member"),
    "grantee": ("approved",),
    "holder of one item": ("citizen",),
    "foreign editor": ("foreign_editor",),
    "editor": ("owner_editor",),
    "administrator of the unit": ("owner_admin",),
    "steward": ("steward",),
    "decider": ("decider", "second_decider"),
    "authority": ("cdo",),
    "auditor": ("auditor", "sysadmin"),
}  # fmt: skip
"""Personas of whom the table of what is expected says the same; they take turns."""
OUTSIDERS = ("anon", "plain", "foreign_editor", "approved", doubters.DOUBTER, "agency_member")
"""Of whom it is looked at that what does not concern him is absent: some have a part in others."""
ALL = ("show", "history")
"""What is asked about every dispute; the rest about some, and pages beside the one that is read about few."""
SOME = (
    "public", "conditional", "hidden", "closed item", "dictionary", "corrected", "unconfirmed", "visitor",
)  # fmt: skip
IN_SOME = ("read", "present_show", "alike_list", "evidence_show", "evidence")
FEW = ("public", "conditional", "item", "unconfirmed")
READING = (
    "show", "history", "present_show", "alike_list", "correction_show", "template_list",
    "evidence_show",
)  # fmt: skip
STEPS: Mapping[str, str] = {
    "accept": "agency", "reject": "agency", "forward": "agency", "assign": "agency",
    "verify": "conditional", "extend": "conditional", "press": "conditional",
    "correct": "closed", "decide": "closed", "escalate": "catalogue", "reopen": "catalogue",
    "close": "corrected", "withdraw": "not public", "confirm": "unconfirmed",
    "moderate": "visitor", "merge": "visitor", "note": "public", "remark": "public",
    "evidence_add": "agency", "evidence_delete": "hidden",
}  # fmt: skip
"""The dispute that each step is taken on."""
WISHES: Mapping[str, Mapping[str, Any]] = {
    "reject": {"ground": "other"},
    "forward": {"unit": "testkit-foreign"},
    "assign": {"user": parties.name_of("owner_admin")},
    "decide": {"outcome": "refuse", "ground": "data_are_right"},
    "moderate": {"publish": True},
}
PAGES = ("accept", "remark", "note", "refuse", "press", "forward", "merge")
"""Steps whose forms are looked at and sent: behind all forms stand the actions."""
ON_PAGES: Mapping[str, str] = {**STEPS, "refuse": "closed"}
REASON = "已向数源单位逐项核实清楚"


def questions(site: Site, disputes: Mapping[str, Dispute]) -> Iterator[Question]:
    """Yield what is asked: each way in about each dispute that it is made for."""
    for way in recipes.ways(site):
        if not way.is_of_disputes:
            continue
        if way.section == "actions":
            yield from _of_action(site, way, disputes)
        else:
            yield from _of_address(site, way, disputes)


def run(site: Site) -> list[grid.Cell]:
    """Ask all of it, as each class of people."""

    def asked_as(one: Question, persona: str) -> Ask:
        token = site.disputes[one.about].token if one.about else ""
        return _with_link(one.ask, token) if persona == doubters.BY_LINK and token else one.ask

    asked = questions(site, site.disputes)
    return cases_asked.run(site, asked, site.disputes, CLASSES, asked_as)


def different(site: Site, persona: str) -> list[str]:
    """Return the ways in that answer about disputes which somebody may not know otherwise than about such
    as do not exist."""
    absent = {key: _absent(one) for key, one in site.disputes.items()}
    hidden = {
        key: one for key, one in site.disputes.items() if not expected.may_know(persona, "id", key)
    }
    pairs = zip(questions(site, site.disputes), questions(site, absent), strict=True)
    return cases_asked.different(site, persona, pairs, hidden, absent)


def _with_link(ask: Ask, token: str) -> Ask:
    """Return a question as somebody asks it who has come by the link of a visitor's mail."""
    if ask.method == "GET":
        return dataclasses.replace(ask, query={**(ask.query or {}), "token": token})
    return dataclasses.replace(ask, body={**(ask.body or {}), "token": token})


def _of_action(site: Site, way: Way, disputes: Mapping[str, Dispute]) -> Iterator[Question]:
    name = way.name.removeprefix("scigov_dispute_")
    path = f"/api/action/{way.name}"
    if name not in READING and name not in STEPS:
        for body in _of_nobody(site, name):
            yield Question(way, "", Ask("POST", path, body))
        return
    more = {"into": disputes["published"].id} if name == "merge" else WISHES.get(name, {})
    file = b"%PDF-1.4 letter" if name == "evidence_add" else b""
    for key in _keys(name, disputes) if name in READING else (STEPS[name],):
        about = disputes[key]
        files = {"evidence_show": about.evidence_id, "evidence_delete": about.spare_id}
        id_ = files.get(name, about.id)
        if id_:
            body = {"id": id_, "reason": REASON, **more}
            yield Question(way, key, Ask("POST", path, body, file=file))
        if name == "show" and about.number and key in SOME:
            yield Question(way, key, Ask("POST", path, {"id": about.number}))


def _of_address(site: Site, way: Way, disputes: Mapping[str, Dispute]) -> Iterator[Question]:
    adapter = site.app.flask_app.url_map.bind("")
    name, arguments = way.name.removeprefix("scigov_dispute."), way.rule.arguments

    def asked(body: Mapping[str, Any], **named: str) -> Ask:
        path = adapter.build(way.name, named, method=way.method)
        if way.method == "GET":
            return Ask("GET", path, query=body)
        return Ask("POST", path, body)

    if name == "comparison":
        yield Question(way, "", asked({"act": "run"}, id=comparing_tables.ids()["comparison"]))
        return
    if "id" not in arguments:
        for body in _of_nobody(site, name):
            yield Question(way, "", asked(body))
        return
    for key, named, body in _named(name, arguments, way.method, disputes):
        yield Question(way, key, asked(body, id=disputes[key].id, **named))


def _named(
    name: str, arguments: set[str], method: str, disputes: Mapping[str, Dispute]
) -> Iterator[tuple[str, dict[str, str], dict[str, Any]]]:
    """Yield a dispute, what else stands in the address, and what is sent."""
    typed: dict[str, Any] = {"reason": REASON, "text": REASON, "ground": "data_are_right"}
    if "step" in arguments:
        yield from (
            (ON_PAGES[step], {"step": step}, typed if method == "POST" else {}) for step in PAGES
        )
        return
    for key in _keys(name, disputes):
        file, spare = disputes[key].evidence_id, disputes[key].spare_id
        if "evidence_id" in arguments:
            yield key, {"evidence_id": file or recipes.NOTHING}, {}
        elif method == "POST":
            into = disputes["published"].id
            yield key, {}, {**typed, "into": into, "act": f"drop:{spare}", "step": "elsewhere"}
        else:
            yield key, {}, {}


def _keys(name: str, disputes: Mapping[str, Dispute]) -> tuple[str, ...]:
    if name in ALL:
        return tuple(disputes)
    return SOME if name in IN_SOME else FEW


def _of_nobody(site: Site, name: str) -> list[dict[str, Any]]:
    """Return what is asked of a way in that names no dispute."""
    said = {"kind": "inaccurate", "explanation": REASON, "email": "somebody@example.org"}
    entries = [site.entry(key) for key in (doubting.OPEN, doubting.CONDITIONAL, doubting.HIDDEN)]
    tables = [{"resource": one.resources["upload"], "row": 1} for one in entries]
    tables.append({"resource": site.entry(doubted.PARTLY).resources["upload"], "row": 1})
    named = {"dataset": entries[0].dataset_id, "datasets": [entries[2].dataset_id]}
    ids = [one.id for one in site.disputes.values()]
    known = comparing_tables.ids()
    source = {"item": "lingyige", "title": "另一项", "unit": site.provider, "column": items.OTHER}
    source["resource"] = site.entry(items.KEY).resources["upload"]
    template = {"step": "remark", "title": "答复模板", "text": REASON, "unit": site.provider}
    return {
        "create": [{**said, **about} for about in (*tables, named)],
        "report": [{**said, **about} for about in tables[1:]],
        "new": [{}, *tables],
        "list": [{"limit": 100, "of": of} for of in ("public", "own", "unit", "authority")],
        "bulk": [
            {"ids": ids, "id": ids, "step": "note", "reason": REASON, "preview": preview}
            for preview in (True, False)
        ],
        **{f"comparison_{act}": [{"id": known["comparison"]}] for act in ("show", "run", "end")},
        "source_set": [source],
        "source_end": [{"id": known["source"]}],
        "source_list": [{"limit": 100}],
        "verification_list": [{"resource": source["resource"]}],
        "template_set": [template],
        "template_remove": [{"id": recipes.NOTHING}],
        "templates": [template],
    }.get(name, [{}])


def _absent(one: Dispute) -> Dispute:
    """Return what has the form of a dispute and does not exist."""
    evidence_id = one.evidence_id and secrets.token_hex(16)
    spare_id = one.spare_id and secrets.token_hex(16)
    number = one.number and f"{one.number[:-4]}9999"
    ids = {"id": secrets.token_hex(16), "evidence_id": evidence_id, "spare_id": spare_id}
    return dataclasses.replace(one, number=number, **ids)
