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


GIVEN, CLOSED, FORMER = "given", "closed", "former"
"""What a canary in the first column stands for: the granted item, a closed one, what was corrected."""


def entry() -> Entry:
    """Make an entry that is open on conditions, with a canary of its own in the granted column."""
    return with_table(KEY, 3, GIVEN)


def with_table(key: str, grade: int, kind: str) -> Entry:
    """Make an entry of one of the kit's grades, with a canary of a kind in the first column of its table."""
    import ckan.plugins.toolkit as tk

    from ckanext.scigov.access.testkit import canaries, entries, people
    from ckanext.scigov.shared.interfaces import outbox_jobs

    found = entries.ensure_entry(key, entries.GRADES[grade])
    word = canaries.canary(tk.config, f"{key} {kind}")
    content = _file(entries.file_of(key).decode(), word)
    upload = found["resources"][entries.UPLOAD]["resource_id"]
    tk.get_action("resource_patch")(people.as_persona("owner_editor"), _table(key, upload, content))
    outbox_jobs()[entries.LOAD]({"resource_id": upload})
    words = found["resources"][entries.UPLOAD]["canaries"]
    words |= {"hash": hashlib.sha256(content).hexdigest(), kind: word}
    # The grade stands in its fields: the key is the entry's own here.
    return describe({**found, "grade": entries.key_of(entries.GRADES[grade])}, history=key)


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


def _table(key: str, resource_id: str, content: bytes) -> dict[str, Any]:
    items = [
        {"name": name, "title": title, "data_type": "C", "description": "登记表中的一列"}
        for name, title in ((ITEM, "给定的列"), (OTHER, "其他的列"))
    ]
    file = FileStorage(io.BytesIO(content), filename=f"testkit-{key}.csv")
    return {"id": resource_id, "upload": file, "data_items": items}
