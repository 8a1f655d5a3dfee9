"""The applications of the matrix, made by their parties through the actions.

``share`` and ``open`` have gone a long way and have a canary in each text that somebody types. The others
stand where a step may be taken that these two have behind them.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from werkzeug.datastructures import FileStorage

from access_matrix import parties
from access_matrix.cases import Case
from access_matrix.items import ITEM
from access_matrix.site import Application, Entry

GRADE = "3-conditional-conditional"
"""Of the entry that most of them are about."""
FLOW = "ckanext.scigov.application.flow"
REFUSED = {"outcome": "refused", "ground": "purpose_unclear"}


def act(persona: str, action: str, **wish: Any) -> Any:
    import ckan.plugins.toolkit as tk

    return tk.get_action(f"scigov_application_{action}")(parties.context_of(persona), wish)


def ensure(entry: Entry, items: Entry, without: str) -> tuple[Application, ...]:
    """Make them.

    Args:
        entry: what most of them are about.
        items: of which one data item is granted to ``citizen``.
        without: the id of an entry that has no resources.
    """
    question = _question(entry)
    cases = [_share(entry, question), _open(items), _draft(entry)]
    for key, prepare in STATIONS.items():
        with _full_flow() if key in FULL else contextlib.nullcontext():
            case = _filed(key, without if key == "delivering" else entry.dataset_id)
            prepare(case)
            cases.append(case)
    return tuple(_described(case) for case in cases)


def _question(entry: Entry) -> str:
    """Let the provider ask something of who applies for an entry; whoever finds it may read that."""
    case = Case("question")
    wish = [{"text": f"数据是否用于对外公布？ {case.word('title')}", "is_needed": False}]
    found = act("owner_editor", "question_set", dataset_id=entry.dataset_id, questions=wish)
    entry.canaries.update(case.canaries)
    return str(found[0]["id"])


def _texts(case: Case) -> dict[str, str]:
    return {
        "purpose": f"核对全省科技计划项目的承担单位与经费 {case.word('text')}",
        "scene": f"年度科技统计分析与评估报告 {case.word('text')}",
        "legal_basis": f"《政务数据共享条例》第十条 {case.word('text')}",
        "security_measures": f"专人专机，离线保存 {case.word('text')}",
        "contact_name": case.word("contact"),
        "contact_phone": case.word("contact"),
        "contact_email": f"{case.word('contact')}@example.org",
    }


def _begun(case: Case, persona: str, kind: str, dataset_id: str, **more: Any) -> None:
    wanted = {"dataset_id": dataset_id, **more.pop("asked", {})}
    wish = {"kind": kind, **_texts(case), "datasets": [wanted], **more}
    case.id = str(act(persona, "create", **wish)["id"])


def _for_agency(case: Case, dataset_id: str, **more: Any) -> None:
    """Begin an application of the agency, with its letter."""
    agency, handler = parties.applying_agency(), parties.name_of("named_handler")
    _begun(case, "agency_member", "share", dataset_id, agency_id=agency, handlers=[handler], **more)
    content = f"%PDF-1.4 {case.word('file')}".encode()
    letter = FileStorage(io.BytesIO(content), filename=f"{case.word('file name')}.pdf")
    wish = {"id": case.id, "kind": "sealed_letter", "upload": letter}
    case.evidence_id = str(act("agency_member", "evidence_add", **wish)["id"])


def _share(entry: Entry, question: str) -> Case:
    """Returned, supplemented, prolonged, a third party asked, advised, refused, appealed, upheld."""
    case = Case("share")
    _for_agency(case, entry.dataset_id, answers={question: case.word("answer")})
    case.act("agency_member", "submit")
    case.act("agency_approver", "sign", "reason")
    case.act("owner_editor", "return", "reason")
    case.act("agency_member", "update", **_texts(case))
    case.act("agency_member", "submit")
    case.act("owner_editor", "accept")
    case.act("owner_editor", "extend_ask", "reason")
    case.act("cdo", "extend", "reason")
    case.act("owner_admin", "assign", "internal", user=parties.name_of("owner_editor"))
    case.act("owner_editor", "consult", "opinion", organization=parties.THIRD)
    case.act("third_member", "answer", "opinion")
    case.act("reviewer", "review", "internal")
    case.act("steward", "remark", "internal", is_internal=True)
    case.act("agency_member", "remark", "reason")
    case.act("decider", "decide", "decision", **REFUSED)
    case.act("agency_member", "appeal", "reason")
    case.act("second_decider", "appeal_decide", "reason", outcome="uphold")
    return case


def _open(items: Entry) -> Case:
    """By a person whose identity was seen: one data item is granted; used, reported on, to be renewed."""
    case = Case("open")
    seen = {"kind": "person", "name": case.word("identity"), "code": "350100199001010000"}
    act("sysadmin", "identity_verify", user=parties.name_of("citizen"), **seen)
    _begun(case, "citizen", "open", items.dataset_id, asked={"items": [ITEM]})
    case.act("citizen", "submit")
    case.act("owner_editor", "accept")
    decision = {"outcome": "approved", "no_onward_transfer": True}
    case.act("decider", "decide", "decision", **decision)
    _accept_terms(case)
    results = {"results": case.word("report"), "problems": case.word("report")}
    case.act("citizen", "use_report_submit", is_purpose_kept=True, **results)
    return case


def _accept_terms(case: Case) -> None:
    """Accept the terms of the grant, without which it gives no data."""
    import ckan.plugins.toolkit as tk

    shown = tk.get_action("scigov_application_show")(parties.context_of("citizen"), {"id": case.id})
    wish = {"number": shown["parts"][0]["grant_number"], "confirmed": True}
    tk.get_action("scigov_access_terms_accept")(parties.context_of("citizen"), wish)


def _draft(entry: Entry) -> Case:
    case = Case("draft")
    _for_agency(case, entry.dataset_id)
    return case


def _filed(key: str, dataset_id: str) -> Case:
    case = Case(key)
    _for_agency(case, dataset_id)
    case.act("agency_member", "submit")
    return case


def _signed(case: Case) -> None:
    case.act("agency_approver", "sign")


def _returned(case: Case) -> None:
    _signed(case)
    case.act("owner_editor", "return", "reason")


def _accepted(case: Case) -> None:
    _signed(case)
    case.act("owner_editor", "accept")


def _prolonging(case: Case) -> None:
    _accepted(case)
    case.act("owner_editor", "extend_ask", "reason")


def _consulting(case: Case) -> None:
    _accepted(case)
    case.act("owner_editor", "consult", "opinion", organization=parties.THIRD)


def _confirming(case: Case) -> None:
    _signed(case)
    case.act("cdo", "check")
    case.act("owner_editor", "accept")
    case.act("reviewer", "review", "internal")
    case.act("decider", "decide", "proposal", outcome="approved")


def _appealed(case: Case) -> None:
    _accepted(case)
    case.act("decider", "decide", "decision", **REFUSED)
    case.act("agency_member", "appeal", "reason")


def _delivering(case: Case) -> None:
    _accepted(case)
    case.act("decider", "decide", "decision", outcome="approved")


STATIONS: Mapping[str, Callable[[Case], None]] = {
    "signing": lambda _case: None,
    "checking": _signed,
    "submitted": _signed,
    "returned": _returned,
    "in_review": _prolonging,
    "consulting": _consulting,
    "confirming": _confirming,
    "appealed": _appealed,
    "delivering": _delivering,
}
"""Where applications stand, and how each gets there when it has been submitted."""
FULL = ("checking", "confirming")
"""Those that are handled by the full flow, which has these states alone."""


@contextlib.contextmanager
def _full_flow() -> Iterator[None]:
    import ckan.plugins.toolkit as tk

    before = tk.config.get(FLOW, "simple")
    tk.config[FLOW] = "full"
    try:
        yield
    finally:
        tk.config[FLOW] = before


def _described(case: Case) -> Application:
    from ckan import model

    from ckanext.scigov.application import queries

    filing = queries.find_filing(model.Session, case.id)
    assert filing is not None, case.key
    part = queries.parts_of(model.Session, [case.id])[case.id][0]
    number = filing.number or ""
    ids = {one: ("id", "") for one in (case.id, part.id, case.evidence_id, number.lower()) if one}
    words = {**case.canaries, **ids}
    return Application(
        case.key, case.id, number, part.id, case.evidence_id, filing.agency_id,
        part.grant_number or "", words,
    )  # fmt: skip
