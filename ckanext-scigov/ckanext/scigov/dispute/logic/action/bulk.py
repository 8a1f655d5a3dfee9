"""The action that answers many disputes of one cause at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dispute import desk_queries, viewing
from ckanext.scigov.dispute.logic import schema, showing
from ckanext.scigov.dispute.logic.calls import doer, done
from ckanext.scigov.dispute.logic.stepping import TRANSLATED
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.dispute.service import templates
from ckanext.scigov.shared.toolkit_inputs import checked, takes

MOST = 100
"""Disputes that are answered at once."""
FILTERS = ("state", "kind", "resource", "cause")
_ACTIONS: Final[Mapping[str, str]] = MappingProxyType({"refuse": "decide"})
_TAKES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"reject": ("ground",), "refuse": ("ground",), "assign": ("user",), "correct": ("is_in_part",)}
)
"""What a step takes beside its reason."""


@TRANSLATED
@takes(schema.bulk)
def scigov_dispute_bulk(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take one step in many disputes of one cause; where it cannot be taken, the others are not hindered.

    Args:
        context: CKAN's; whoever can take the step in each of them.
        data_dict: ``ids`` (or numbers), at most 100; or ``desk`` true, all that is on the caller's desk, narrowed by
            ``state``, ``kind``, ``dataset``, ``resource`` (ids) or ``cause`` (of a comparison). ``step``: accept, reject,
            verify, assign, refuse, correct (they were corrected elsewhere, or by a version that names them), note;
            ``reason``, ``ground``, ``user``, ``is_in_part`` as the actions of these steps take them; ``preview`` true:
            nothing is done.

    Returns:
        A preview: ``disputes``, those that are meant and seen, as ``scigov_dispute_show``. Else ``count`` of all, ``done`` of those in which the step was taken, and ``results`` in the order of ``ids``:
        id, number, is_done, error (a sentence).

    Raises:
        ValidationError: nothing is named, or too much.
    """
    data = checked("scigov_dispute_bulk", context, data_dict)
    names = list(dict.fromkeys(data.get("ids") or ())) or _on_desk(context, data)
    if not names:
        raise tk.ValidationError({"ids": [tk._("Choose the disputes that are meant.")]})
    if len(names) > MOST:
        most = tk._("These are too many at once: choose at most {most}.").format(most=MOST)
        raise tk.ValidationError({"ids": [most]})
    known = desk_queries.named(model.Session, names)
    if data.get("preview"):
        return {"disputes": _seen(context, [known[name] for name in names if name in known])}
    # In one order, so that two who answer the same wait for each other and no more.
    order = sorted(names, key=lambda name: known[name].id if name in known else name)
    errors = {name: _taken(context, name, data) for name in order}
    done(context)
    results = [_result(name, known.get(name), errors[name]) for name in names]
    return {
        "count": len(results),
        "done": sum(one["is_done"] for one in results),
        "results": results,
    }


def _seen(context: Any, disputes: Sequence[Dispute]) -> list[dict[str, Any]]:
    who = doer(context)
    return showing.several(viewing.viewed(model.Session, disputes, who), who)


def _result(name: str, dispute: Dispute | None, error: str) -> dict[str, Any]:
    """Return what became of one; of one that was not answered no more than its caller knew."""
    if error or dispute is None:
        return {"id": name, "number": None, "is_done": False, "error": error}
    return {"id": dispute.id, "number": dispute.number, "is_done": True, "error": ""}


def _on_desk(context: Any, data: dict[str, Any]) -> list[str]:
    """Return what is on the caller's desk and fits, the most urgent first; one more than are answered."""
    if not data.get("desk"):
        return []
    reach = templates.reach(model.Session, doer(context).principal)
    wanted = {name: data[name] for name in (*FILTERS, "dataset") if data.get(name)}
    return desk_queries.on_desk(model.Session, reach, wanted, MOST + 1)


def _taken(context: Any, name: str, data: dict[str, Any]) -> str:
    """Take the step in one dispute; return a sentence where it was not taken, and nothing of it stays."""
    step = data["step"]
    wish = {"id": name, "reason": data.get("reason") or ""}
    wish |= {field: data[field] for field in _TAKES.get(step, ()) if data.get(field)}
    if step == "refuse":
        wish["outcome"] = "refuse"
    action = tk.get_action(f"scigov_dispute_{_ACTIONS.get(step, step)}")
    try:
        with model.Session.begin_nested():
            action(tk.fresh_context(context, defer_commit=True), wish)
    except tk.NotAuthorized as error:
        return str(error.message or tk._("Somebody else takes this step in this dispute."))
    except tk.ObjectNotFound as error:
        return str(error.message)
    except tk.ValidationError as error:
        return " ".join(_sentences(error.error_dict))
    return ""


def _sentences(errors: Mapping[str, Any]) -> list[str]:
    return [
        str(text)
        for texts in errors.values()
        for text in (texts if isinstance(texts, list) else [texts])
    ]
