"""The disputes of the matrix, made by their parties through the actions.

Each has a canary in each text that somebody types. What they hold of the data are canaries of the entries:
whoever may not see a cell in its table must not see it in a dispute either.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from werkzeug.datastructures import FileStorage

from access_matrix import comparing_tables, doubted, doubters, items, parties
from access_matrix.cases import Case
from access_matrix.site import Dispute, Entry

OPEN, AGENCIES = "1-unconditional-unconditional", "2-unconditional-conditional"
CONDITIONAL, CLOSED, HIDDEN = "3-conditional-conditional", "4-none-none", "unclassified"
DOUBTER, SECOND, BY_LINK = doubters.DOUBTER, doubters.SECOND, doubters.BY_LINK
BY_HAND = ("filed", "hidden")
BY_ITSELF = "ckanext.scigov.dispute.forwards_by_itself"


@dataclass(slots=True)
class Doubt(Case):
    """A dispute that is being made."""

    feature: ClassVar[str] = "dispute"
    token: str = ""
    spare_id: str = ""
    """Of a file that is there to be deleted."""

    def report(self, persona: str, **wish: Any) -> None:
        """Report something, with canaries in all that is typed."""
        said = {
            "kind": "inaccurate",
            "explanation": f"与原始档案登记的内容不一致 {self.word('explanation')}",
            "links": [f"https://example.org/{self.word('link')}"],
            **wish,
        }
        self.id = str(self.call(persona, "create", **said).get("id") or "")

    def attach(self, persona: str) -> None:
        """Add a file that shows it."""
        content = f"%PDF-1.4 {self.word('evidence')}"
        self.evidence_id = self._attached(persona, content, f"{self.word('evidence name')}.pdf")
        # What is deleted is gone from the disk, whatever becomes of the transaction.
        self.spare_id = self._attached(persona, "%PDF-1.4 spare", "spare.pdf")

    def _attached(self, persona: str, content: str, name: str) -> str:
        letter = FileStorage(io.BytesIO(content.encode()), filename=name)
        link = {"token": self.token} if self.token else {}
        made = self.call(persona, "evidence_add", id=self.id, upload=letter, **link)
        return str(made["id"])

    def about_cell(self, persona: str, entry: Entry, **wish: Any) -> None:
        """Report a cell of the DataStore's table of an entry, with what should stand there."""
        words = {said: word for word, said in entry.canaries.items()}
        kind = "datastore"
        self.report(
            persona, resource=entry.resources[kind], item=words["column", kind],
            key={"mingcheng": words["row", kind]}, proposal_value=self.word("proposal"), **wish,
        )  # fmt: skip

    def about_file(self, persona: str, entry: Entry, **wish: Any) -> None:
        """Report the first row of the table of an entry's file, or a cell of it."""
        if "item" in wish:
            wish["proposal_value"] = self.word("proposal")
        self.report(persona, resource=entry.resources["upload"], row=1, **wish)

    def visited(self, entry: Entry, **wish: Any) -> None:
        """Report an entry as a visitor, who has not yet followed the link in his mail."""
        from ckan import model

        from ckanext.scigov.dispute import visiting
        from ckanext.scigov.dispute.model import Dispute as Row
        from ckanext.scigov.dispute.model import Visitor
        from ckanext.scigov.shared import clock

        mail = f"{self.word('contact')}@example.org"
        self.report("anon", dataset=entry.dataset_id, email=mail, **wish)
        visitor = model.Session.query(Visitor).filter_by(email=mail).one()
        self.id = model.Session.get(Row, visitor.dispute_id).id
        self.token = visiting.token_for(visitor, clock.now())


def ensure(entries: Mapping[str, Entry], names: Mapping[str, str], agency_id: str) -> list[Dispute]:
    """Make them.

    Args:
        entries: by their keys, those of ``doubted`` among them.
        names: the canary of each reporter's name.
        agency_id: for which one of them is reported.
    """
    cases = []
    for key, make in MAKING.items():
        case = Doubt(key)
        with _by_hand() if key in BY_HAND else contextlib.nullcontext():
            make(case, entries)
        cases.append(case)
    named = {one.key: one for one in cases}
    _of_agency(named["agency"], entries, agency_id)
    _merged(named["merged"], named["public"], entries)
    _contested(named["public"])
    for key, persona in (("public", DOUBTER), ("merged", SECOND), ("agency", doubters.OF_AGENCY)):
        named[key].canaries[names[persona]] = ("reporter", "")
    return [_described(one) for one in cases]


def _public(case: Doubt, entries: Mapping[str, Entry]) -> None:
    case.about_cell(DOUBTER, entries[OPEN])
    case.attach(DOUBTER)
    text = f"经核实，所列数据与档案一致 {case.word('template')}"
    template = {"title": f"一致 {case.word('template')}", "text": text, "step": "refuse"}
    case.call("owner_editor", "template_set", unit="testkit-owner", **template)
    case.act(DOUBTER, "remark", "remark")
    case.act("owner_editor", "accept", "said")


def _merged(case: Doubt, head: Doubt, entries: Mapping[str, Entry]) -> None:
    case.about_cell(SECOND, entries[OPEN])
    case.act("owner_editor", "merge", "said", into=head.id)


def _contested(case: Doubt) -> None:
    """Assigned, noted, prolonged, pressed, verified, refused, contested, upheld."""
    case.act("owner_admin", "assign", "assignment", user=parties.name_of("owner_editor"))
    case.act("steward", "note", "note")
    case.act("cdo", "extend", "said")
    case.act("cdo", "press", "said")
    case.act("owner_editor", "verify", "said")
    refused = {"outcome": "refuse", "ground": "data_are_right"}
    case.act("owner_editor", "decide", "answer", **refused)
    case.act(DOUBTER, "escalate", "plea")
    case.act("decider", "decide", "answer", outcome="uphold")


def _of_agency(case: Doubt, entries: Mapping[str, Entry], agency_id: str) -> None:
    case.about_cell(doubters.OF_AGENCY, entries[AGENCIES], agency=agency_id)


def _conditional(case: Doubt, entries: Mapping[str, Entry]) -> None:
    case.about_cell("approved", entries[CONDITIONAL])
    case.attach("approved")
    case.act("owner_editor", "accept", "said")


def _closed(case: Doubt, entries: Mapping[str, Entry]) -> None:
    case.about_cell("owner_editor", entries[CLOSED])
    case.act("owner_admin", "accept", "said")
    case.act("steward", "verify", "said")


def _hidden(case: Doubt, entries: Mapping[str, Entry]) -> None:
    """It is passed on to a unit that may not know that there is such an entry."""
    case.about_cell("owner_editor", entries[HIDDEN])
    case.attach("owner_editor")
    case.act("cdo", "forward", "said", unit="testkit-foreign")


def _named(case: Doubt, entries: Mapping[str, Entry]) -> None:
    """An entry that is hidden is named as evidence by who may see it."""
    wish = {"dataset": entries[OPEN].dataset_id, "field": "notes", "kind": "description"}
    case.report("owner_admin", **wish, datasets=[entries[HIDDEN].dataset_id])


def _item(case: Doubt, entries: Mapping[str, Entry]) -> None:
    case.about_file("citizen", entries[items.KEY], item=items.ITEM)
    case.act("owner_editor", "accept", "said")


def _closed_item(case: Doubt, entries: Mapping[str, Entry]) -> None:
    case.about_file("owner_editor", entries[doubted.PARTLY], item=items.ITEM)


def _open_item(case: Doubt, entries: Mapping[str, Entry]) -> None:
    """By who reads the whole row: his words may repeat what the public does not see of it."""
    case.about_file("owner_editor", entries[doubted.PARTLY], item=items.OTHER)


def _row(case: Doubt, entries: Mapping[str, Entry]) -> None:
    case.about_file(DOUBTER, entries[doubted.PARTLY])


def _dictionary(case: Doubt, entries: Mapping[str, Entry]) -> None:
    entry = entries[doubted.SILENT]
    words = {said: word for word, said in entry.canaries.items()}
    wish = {"resource": entry.resources["link"], "item": words["dictionary", "link"]}
    case.report("approved", **wish, kind="description")


def _corrected(case: Doubt, entries: Mapping[str, Entry]) -> None:
    case.about_file("approved", entries[doubted.CORRECTED])
    case.act("owner_editor", "accept", "said")
    doubted.correct(entries[doubted.CORRECTED])
    case.act("owner_editor", "correct", "answer")


def _catalogue(case: Doubt, entries: Mapping[str, Entry]) -> None:
    wish = {"dataset": entries[CLOSED].dataset_id, "field": "notes", "kind": "description"}
    case.report(SECOND, **wish)
    case.act("steward", "accept", "said")
    refused = {"outcome": "refuse", "ground": "data_are_right"}
    case.act("owner_editor", "decide", "answer", **refused)


def _not_public(case: Doubt, entries: Mapping[str, Entry]) -> None:
    case.report(DOUBTER, dataset=entries[OPEN].dataset_id, kind="not_public")


def _unconfirmed(case: Doubt, entries: Mapping[str, Entry]) -> None:
    case.visited(entries[OPEN], field="title", kind="description")


def _visitor(case: Doubt, entries: Mapping[str, Entry]) -> None:
    case.visited(entries[OPEN])
    case.act("anon", "confirm", token=case.token)
    case.attach("anon")


def _published(case: Doubt, entries: Mapping[str, Entry]) -> None:
    case.visited(entries[OPEN])
    case.act("anon", "confirm", token=case.token)
    case.act("owner_editor", "moderate", publish=True)


def _dropped(case: Doubt, entries: Mapping[str, Entry]) -> None:
    case.visited(entries[OPEN], field="license_id", kind="description")
    case.act("anon", "confirm", token=case.token)
    case.act("cdo", "moderate", publish=False)


def _withdrawn(case: Doubt, entries: Mapping[str, Entry]) -> None:
    case.report(SECOND, dataset=entries[OPEN].dataset_id, field="update_cycle", kind="description")
    case.act(SECOND, "withdraw", "plea")


def _filed(case: Doubt, entries: Mapping[str, Entry]) -> None:
    case.report(SECOND, dataset=entries[OPEN].dataset_id, field="license_id", kind="description")


def _compared(case: Doubt, entries: Mapping[str, Entry]) -> None:
    """Found by the portal itself in a table that is open on conditions."""
    case.id = comparing_tables.run(entries[items.KEY], entries[doubted.PARTLY])


def _later(_case: Doubt, _entries: Mapping[str, Entry]) -> None:
    """It is made when others are there."""


MAKING: Mapping[str, Callable[[Doubt, Mapping[str, Entry]], None]] = {
    "public": _public, "merged": _later, "agency": _later, "conditional": _conditional,
    "closed": _closed, "hidden": _hidden, "named": _named, "item": _item,
    "closed item": _closed_item, "open item": _open_item, "row": _row,
    "dictionary": _dictionary, "corrected": _corrected, "catalogue": _catalogue,
    "not public": _not_public, "unconfirmed": _unconfirmed, "visitor": _visitor,
    "published": _published, "dropped": _dropped, "withdrawn": _withdrawn, "filed": _filed,
    "compared": _compared,
}  # fmt: skip


@contextlib.contextmanager
def _by_hand() -> Iterator[None]:
    """Let the authority forward what is reported."""
    import ckan.plugins.toolkit as tk

    before = tk.config[BY_ITSELF]
    tk.config[BY_ITSELF] = False
    try:
        yield
    finally:
        tk.config[BY_ITSELF] = before


def _described(case: Doubt) -> Dispute:
    from ckan import model

    from ckanext.scigov.dispute import queries

    found = queries.find(model.Session, case.id)
    assert found is not None, case.key
    number = found.number or ""
    ids = {one: ("id", "") for one in (case.id, case.evidence_id, number.lower()) if one}
    words = {**case.canaries, **ids}
    return Dispute(case.key, case.id, number, case.evidence_id, case.spare_id, case.token, words)
