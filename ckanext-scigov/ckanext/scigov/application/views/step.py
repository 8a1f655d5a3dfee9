"""``/applications/ID/PART/STEP``: one small form for each step."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.application import step_input, step_page, steps
from ckanext.scigov.application.views.own import scigov_application
from ckanext.scigov.shared import toolkit_pages as asked


@scigov_application.route("/applications/<id>/<part_id>/<step>", methods=["GET", "POST"])
def step(id: str, part_id: str, step: str) -> Any:  # noqa: A002  (the word of CKAN's addresses)
    """Show the form of a step; take the step."""
    wanted = steps.STEPS.get(step)
    filing = tk.get_action("scigov_application_show")(asked.context(), {"id": id})
    part = step_page.part_of(filing, part_id)
    if wanted is None or not (wanted.is_whole if part is None else wanted.is_of_parts):
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    if not step_page.is_possible(filing, part, wanted):
        tk.h.flash_error(
            tk._("This step cannot be taken any more, or not by you. Here is how it stands now.")
        )
        return tk.redirect_to("scigov_application.read", id=id)
    if tk.request.method == "GET":
        return _shown(filing, part, wanted, ({}, {}))
    try:
        step_input.take(asked.context(), filing, part, wanted, tk.request.form)
    except tk.ValidationError as error:
        sent = (tk.request.form, asked.errors_of(error))
        return _shown(filing, part, wanted, sent), asked.REFUSED
    tk.h.flash_success(steps.told(wanted.name))
    if wanted.name == "send_back":
        # It is the applicant's draft again, which nobody else sees.
        return tk.redirect_to("scigov_inbox.index")
    return tk.redirect_to("scigov_application.read", id=id)


def _shown(filing: Any, part: Any, wanted: steps.Step, sent: tuple[Any, Any]) -> str:
    page = step_page.gather(asked.context(), filing, part, wanted, sent)
    return tk.render("scigov/application/step.html", {"page": page})
