"""Entries that disputes are about and the test kit has not: a closed data item, a hidden dictionary, and a
table of which a row is corrected."""

from __future__ import annotations

from typing import Any

from access_matrix import items
from access_matrix.site import Entry, describe

PARTLY, SILENT, CORRECTED = "partly", "silent", "corrected"
OPEN, CONDITIONAL = 0, 3
"""Places among the kit's grades."""
CLOSED = ("4", "none", "none")
RIGHT = "改正后的值"


def ensure() -> tuple[Entry, ...]:
    """Make them."""
    return _partly(), _silent(), items.with_table(CORRECTED, CONDITIONAL, items.FORMER)


def _partly() -> Entry:
    """Make an open entry with a table of which one data item is closed to all but its provider."""
    from ckan import model

    from ckanext.scigov.access.domain.grading import SecondPerson
    from ckanext.scigov.access.service import grades
    from ckanext.scigov.access.testkit import people
    from ckanext.scigov.shared import clock
    from ckanext.scigov.shared.actors import Actor

    entry = items.with_table(PARTLY, OPEN, items.CLOSED)
    steward = Actor(people.user_id("steward"), people.user_name("steward"))
    # The form takes no level above its entry's; what was graded before the entry was opened has one.
    target = grades.Target.item(entry.resources["upload"], items.ITEM, entry.dataset_id)
    act = grades.Act(steward, clock.now(), SecondPerson.NEVER)
    grades.propose(model.Session, target, CLOSED, "含未公开的评审意见", act)
    model.repo.commit()
    return entry


def _silent() -> Entry:
    """Make an entry that is open on conditions, whose provider tells its dictionary to readers alone."""
    import ckan.plugins.toolkit as tk

    from ckanext.scigov.access.testkit import canaries, entries

    found = entries.ensure_entry(SILENT, entries.GRADES[CONDITIONAL])
    word = canaries.canary(tk.config, f"{SILENT} dictionary")
    item = {"title": "编号", "name": word, "data_type": "C", "description": "登记表中的一列"}
    link = found["resources"]["link"]
    terms = {name: text for said in entries.TERMS.values() for name, text in said.items()}
    _act("owner_editor", "package_patch", id=found["dataset_id"], hide_dictionary=True, **terms)
    _act("owner_editor", "resource_patch", id=link["resource_id"], data_items=[item])
    link["canaries"]["dictionary"] = word
    return describe({**found, "grade": items.GRADE}, history=SILENT)


def correct(entry: Entry) -> None:
    """Change one cell of a table by hand: what stood there is in a version that is kept."""
    from ckanext.scigov.shared.interfaces import outbox_jobs

    resource_id = entry.resources["upload"]
    former = next(word for word, said in entry.canaries.items() if said[0] == items.FORMER)
    change = {"row": 1, "expected": {items.ITEM: former}, "set": {items.ITEM: RIGHT}}
    wish = {"resource_id": resource_id, "version": version_of(resource_id), "changes": [change]}
    _act("owner_editor", "scigov_tables_rows_change", **wish, note="按疑义更正一个单元格")
    outbox_jobs()["scigov_tables_load"]({"resource_id": resource_id})


def version_of(resource_id: str) -> int:
    """Return the number of a table's latest version."""
    found = _act("owner_editor", "scigov_tables_version_list", resource_id=resource_id)
    return int(max(one["number"] for one in found["versions"]))


def _act(persona: str, action: str, **wish: Any) -> Any:
    import ckan.plugins.toolkit as tk

    from ckanext.scigov.access.testkit import people

    return tk.get_action(action)(people.as_persona(persona), wish)
