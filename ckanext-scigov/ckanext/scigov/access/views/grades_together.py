"""``/grades/together``: a group of proposals, decided at once; ``/grades/together/ID``: what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access import sentences_together as words
from ckanext.scigov.access.views import asked, grades

NAMES = ("provider", "security_level", "share_type", "open_type", "proposed_by", "source")
"""What tells a group, in the address and in the form."""


@grades.scigov_access_grades.route("/grades/together", methods=["GET", "POST"])
def together() -> Any:
    """Show a group of proposals; take a decision about all that need no single look."""
    if tk.request.method == "GET":
        given = {name: tk.request.args.get(name, "") for name in NAMES}
        return _group(given, {}, {})
    given = asked.fields(*NAMES)
    wish = {**given, **asked.fields("decision", "reason", "count")}
    try:
        made = tk.get_action("scigov_access_grade_decide_many")(asked.context(), wish)
    except tk.ValidationError as error:
        return _again(given, asked.errors_of(error))
    tk.h.flash_success(
        tk._("Your decision is being carried out. You will be told when it is done.")
    )
    return tk.redirect_to("scigov_access_grades.decided", id=made["id"])


@grades.scigov_access_grades.route("/grades/together/<id>")
def decided(id: str) -> str:  # noqa: A002  (the word of CKAN's addresses)
    """Show how far a decision about many has been carried out, and what was skipped."""
    wish = {"id": id, "limit": asked.PER_PAGE, "offset": asked.offset()}
    found = tk.get_action("scigov_access_grade_decided_show")(asked.context(), wish)
    page = asked.page_of(found["results"], found["skipped"])
    shown = {"decision": found, "page": page, "why_skipped": words.why_skipped}
    return tk.render("scigov/access/grades/decided.html", shown)


def _again(given: Mapping[str, str], errors: Mapping[str, Any]) -> Any:
    """Let the form come back with the group as it is now; where nothing is left of it, the worklist."""
    try:
        return _group(given, tk.request.form, errors), asked.REFUSED
    except tk.ObjectNotFound:
        tk.h.flash_error(" ".join(sentence for one in errors.values() for sentence in one))
        return tk.redirect_to("scigov_access_grades.index")


def _group(given: Mapping[str, str], values: Mapping[str, Any], errors: Mapping[str, Any]) -> str:
    try:
        group = tk.get_action("scigov_access_grade_group_show")(asked.context(), dict(given))
    except tk.ValidationError as error:
        raise tk.ObjectNotFound from error
    shown = {
        "group": group,
        "names": NAMES,
        "consequences": words.consequences(group["share_type"], group["open_type"]),
        "caution": words.caution,
        "values": values,
        "errors": errors,
    }
    return tk.render("scigov/access/grades/together.html", shown)
