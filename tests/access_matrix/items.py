"""An entry with a table of which one data item is granted alone, and one that has no resources."""

from __future__ import annotations

import hashlib
import io
from typing import Any

from werkzeug.datastructures import FileStorage

from access_matrix.site import Entry, describe

KEY, BARE = "items", "bare"
GRADE = "3-conditional-conditional"
ITEM, OTHER = "geiding", "qita"
"""The data item that is granted, and another. The third column is none."""


def entry() -> Entry:
    """Make an entry that is open on conditions, with a canary of its own in the granted column."""
    import ckan.plugins.toolkit as tk

    from ckanext.scigov.access.testkit import canaries, entries, people
    from ckanext.scigov.shared.interfaces import outbox_jobs

    found = entries.ensure_entry(KEY, entries.GRADES[3])
    given = canaries.canary(tk.config, "items given")
    content = _file(entries.file_of(KEY).decode(), given)
    upload = found["resources"][entries.UPLOAD]["resource_id"]
    tk.get_action("resource_patch")(people.as_persona("owner_editor"), _table(upload, content))
    outbox_jobs()[entries.LOAD]({"resource_id": upload})
    words = found["resources"][entries.UPLOAD]["canaries"]
    words |= {"hash": hashlib.sha256(content).hexdigest(), "given": given}
    # The grade stands in its fields: the key is the entry's own here.
    return describe({**found, "grade": GRADE}, history=KEY)


def without_resources() -> str:
    """Make an entry that is open on conditions and whose data are not in the portal; return its id."""
    import ckan.plugins.toolkit as tk

    from ckanext.scigov.access.testkit import entries, people

    wish = {**entries.wish_of(BARE, entries.GRADES[3]), "no_resource_reason": "数据尚未挂接"}
    made = tk.get_action("package_create")(people.as_persona("owner_editor"), wish)
    return str(made["id"])


def closed(dataset_id: str) -> Entry:
    """Close an entry for which somebody has applied, and call it otherwise since."""
    import ckan.plugins.toolkit as tk

    from ckanext.scigov.access.testkit import canaries, entries, people

    word = canaries.canary(tk.config, f"{BARE} title of later")
    change = {"id": dataset_id, "title": f"{entries.TITLE} {word}", "private": True}
    terms = {name: text for said in entries.TERMS.values() for name, text in said.items()}
    tk.get_action("package_patch")(people.as_persona("owner_editor"), {**terms, **change})
    name = f"testkit-{BARE}"
    words = {word: ("title", ""), name: ("name", "")}
    return Entry(BARE, GRADE, dataset_id, name, {}, words, state="private", history=BARE)


def _file(words: str, given: str) -> bytes:
    """Return the kit's file of this entry, with other columns around its words."""
    head, row, _plain = (line.split(",") for line in words.splitlines())
    lines = ((ITEM, OTHER, head[1]), (given, row[0], row[1]), ("putong",) * 3)
    return "".join(f"{','.join(line)}\n" for line in lines).encode()


def _table(resource_id: str, content: bytes) -> dict[str, Any]:
    items = [
        {"name": name, "title": title, "data_type": "C", "description": "登记表中的一列"}
        for name, title in ((ITEM, "给定的列"), (OTHER, "其他的列"))
    ]
    file = FileStorage(io.BytesIO(content), filename=f"testkit-{KEY}.csv")
    return {"id": resource_id, "upload": file, "data_items": items}
