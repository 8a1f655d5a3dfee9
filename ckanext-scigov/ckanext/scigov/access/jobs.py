"""What the worker does for graded access; every job may be run twice for one entry."""

from __future__ import annotations

from typing import Any

from ckan import logic, model
from ckan.lib.plugins import get_permission_labels

from ckanext.scigov.access import deciding_together
from ckanext.scigov.access.checking import acting_for
from ckanext.scigov.access.service import transitions


def bring_in_line(payload: dict[str, Any]) -> None:
    """Job ``scigov_access_transition``: labels and copies of an entry follow what holds now."""
    dataset_id = str(payload["dataset_id"])
    with acting_for("transition"):
        # Whoever is saving the entry goes first, or waits: the index must not get what was before.
        package = model.Session.get(model.Package, dataset_id, with_for_update=True)
        labels = [] if package is None else get_permission_labels().get_dataset_labels(package)
        transitions.settle(model.Session, dataset_id, labels)
        if package is not None and package.type == "dataset":
            logic.index_update_package({"user": "", "ignore_auth": True}, dataset_id)
        model.Session.commit()


def decide_together(payload: dict[str, Any]) -> None:
    """Job ``scigov_access_decide_together``: go on with a decision about many proposals."""
    deciding_together.carry_out(str(payload["decision_id"]))
