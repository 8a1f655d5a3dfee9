"""Harvested originals: the record as its source gave it, with all its addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import queries, row_terms, sentences_reasons
from ckanext.scigov.access.checking import whoever_asks
from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.domain.row_terms import terms_of
from ckanext.scigov.access.existence import seen

Auth = Callable[..., Any]
ABSENT = "Harvest object not found"
"""What the action says of an id that nothing has."""
PACKAGE_OF = sa.text("SELECT package_id, harvest_source_id FROM harvest_object WHERE id = :id")
CURRENT_OF = sa.text(
    "SELECT package_id, harvest_source_id FROM harvest_object"
    " WHERE package_id = (SELECT id FROM package WHERE id = :id OR name = :id LIMIT 1)"
    " LIMIT 1"
)


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
@tk.auth_sysadmins_check
def harvest_object_show(following: Auth, context: Any, data_dict: Any) -> Any:
    """Whoever may learn where the entry's data lie; of a record without an entry, its source's editors."""
    given = data_dict.get("id")
    query = PACKAGE_OF if given else CURRENT_OF
    name = str(given or data_dict.get("dataset_id") or "")
    row = model.Session.execute(query, {"id": name}).first()
    # With ``attr`` the id is looked for in any column: a way to guess at what the columns hold.
    if row is None or data_dict.get("attr"):
        raise tk.ObjectNotFound(ABSENT)
    found = queries.one_package(model.Session(), seen.CALLED, row[0] or row[1] or "")
    principal = whoever_asks(context)
    if found is None or not seen.may_discover(principal, found[0] or seen.DATASET, found[1]):
        raise tk.ObjectNotFound(ABSENT)
    if found[0] == seen.DATASET:
        decision = decide(principal, Operation.LOCATE, found[1])
        if not decision.allowed:
            return {"success": False, "msg": sentences_reasons.why_not(decision)}
        row_terms.require_all(terms_of([decision]))
    return {"success": True}


def auth_functions() -> dict[str, Auth]:
    """Return what is chained where harvesting is loaded."""
    return {"harvest_object_show": harvest_object_show} if p.plugin_loaded("harvest") else {}
