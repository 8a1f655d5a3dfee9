"""``/grades/ID/items/RESOURCE``: the data items of a resource; with ``?item=`` one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access import item_page, sentences
from ckanext.scigov.access.domain.grading import GradingReason
from ckanext.scigov.access.service.grades import FIELDS
from ckanext.scigov.access.views import asked, grades

PER_PAGE = 50
LIST = ("show", "q", "page")
"""What the list was narrowed to; it is carried along to the item and back."""


@grades.scigov_access_grades.route("/grades/<id>/items/<resource_id>", methods=["GET", "POST"])
def items(id: str, resource_id: str) -> Any:  # noqa: A002  (the word of CKAN's addresses)
    """Show a resource's data items, or one of them; take a decision or a proposal about it."""
    name = tk.request.values.get("item", "")
    if tk.request.method == "GET":
        return _one(id, resource_id, name, {}, {}) if name else _list(id, resource_id)
    act = asked.field("act")
    if act not in ACTS:
        return tk.abort(400, tk._("Choose what is to be done."))
    try:
        ACTS[act](id, {"resource_id": resource_id, "item": name})
    except tk.ValidationError as error:
        errors = {"act": act, "object_id": resource_id, **_errors_of(error)}
        return _one(id, resource_id, name, tk.request.form, errors), asked.REFUSED
    return tk.redirect_to(
        "scigov_access_grades.items", id=id, resource_id=resource_id, **_narrowed_to()
    )


def _list(dataset_id: str, resource_id: str) -> str:
    show = tk.request.args.get("show", item_page.ALL)
    show = show if show in item_page.SHOWS else item_page.ALL
    words = tk.request.args.get("q", "").strip()
    found = item_page.gather(asked.context(), dataset_id, resource_id, show, words)
    first = asked.offset(PER_PAGE)
    lines = asked.page_of(found.lines[first : first + PER_PAGE], len(found.lines), PER_PAGE)
    shown = {"page": found, "lines": lines, "show": show, "q": words, "kept": _narrowed_to()}
    return tk.render("scigov/access/grades/items.html", shown)


def _one(
    dataset_id: str,
    resource_id: str,
    name: str,
    values: Mapping[str, Any],
    errors: Mapping[str, Any],
) -> str:
    page = item_page.gather_item(asked.context(), dataset_id, resource_id, name, values)
    shown = {"page": page, "values": values, "errors": errors, "kept": _narrowed_to()}
    return tk.render("scigov/access/grades/item.html", shown)


def _narrowed_to() -> dict[str, str]:
    return {name: value for name in LIST if (value := tk.request.args.get(name))}


def _propose(dataset_id: str, target: dict[str, str]) -> None:
    """Put what is stricter in force, and let what opens wait; both with a reason."""
    wish, reason = asked.field("grade"), asked.field("reason")
    page = item_page.gather_item(asked.context(), dataset_id, **_named(target), values={})
    if wrong := _wrong(page, wish, reason):
        raise tk.ValidationError(wrong)
    codes = dict(zip(FIELDS, wish.split(","), strict=True))
    given = {**target, **codes, "reason": reason}
    done = tk.get_action("scigov_access_grade_propose")(asked.context(), given)
    if done.get("proposal"):
        tk.h.flash_success(tk._("The proposal waits for approval."))
    else:
        tk.h.flash_success(tk._("The grade is in force."))


def _named(target: dict[str, str]) -> dict[str, str]:
    return {"resource_id": target["resource_id"], "name": target["item"]}


def _wrong(page: item_page.ItemPage, wish: str, reason: str) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    if wish not in {value for value, _text in page.choices}:
        wrong["grade"] = [tk._("Choose one of these grades.")]
    elif wish == ",".join(code or "" for code in page.part.codes):
        wrong["grade"] = [sentences.GRADING[GradingReason.SAME_GRADE]()]
    if not reason:
        wrong["reason"] = [tk._("State the reason.")]
    return wrong


def _errors_of(error: tk.ValidationError) -> dict[str, list[str]]:
    """Return sentences by the fields of the form, which has one field for the whole grade."""
    found = dict(asked.errors_of(error))
    about_grade = [text for name in FIELDS for text in found.pop(name, [])]
    return {**found, "grade": about_grade} if about_grade else found


ACTS = {
    "approve": lambda _dataset_id, target: grades.approve(target),
    "reject": lambda _dataset_id, target: grades.reject(target),
    "propose": _propose,
}
