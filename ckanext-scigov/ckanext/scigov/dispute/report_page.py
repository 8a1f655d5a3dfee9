"""The form by which people report, as its page shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.standings import reader
from ckanext.scigov.dispute import report_place, report_words, words
from ckanext.scigov.dispute.domain import proposal
from ckanext.scigov.dispute.report_place import Place
from ckanext.scigov.shared import challenge, clock, mail
from ckanext.scigov.shared.challenge import Challenge

WHERE = ("dataset", "resource", "item", "field", "key", "fingerprint", "row")
SAID = (
    "kind", "explanation", "proposal_change", "links", "datasets", "agency", "email",
)  # fmt: skip
TEXTS = (*WHERE, *SAID, "proposal_value")
Values = dict[str, str]
Errors = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class ReportPage:
    place: Place
    values: Values
    errors: Errors
    problems: tuple[tuple[str, str], ...]
    """Where on the page something is wrong, and the sentence."""
    kinds: tuple[tuple[str, str, str], ...]
    """Code, word and meaning."""
    changes: tuple[tuple[str, str], ...]
    agencies: tuple[tuple[str, str], ...]
    challenge: Challenge | None
    """Of a visitor."""
    sends_mail: bool


def begun() -> Values:
    """Return an empty form about what the address points at."""
    args = tk.request.args
    return {name: args.get(name, "").strip() if name in WHERE else "" for name in TEXTS}


def sent() -> Values:
    """Return the form as it was sent; a value keeps its blanks, which may be what is proposed."""
    form = tk.request.form
    found = {name: form.get(name, "").strip() for name in TEXTS}
    return {**found, "proposal_value": form.get("proposal_value", "").replace("\r\n", "\n")}


def told(values: Values) -> dict[str, Any]:
    """Return what the action is told; of a row that the reader was shown its number and its mark."""
    given: dict[str, Any] = {name: value for name, value in values.items() if value}
    given["links"] = values["links"].split()
    named = re.split(r"[\s,，、]+", values["datasets"])
    # Whoever copies the address of a dataset's page means the dataset.
    given["datasets"] = [one.rstrip("/").rpartition("/dataset/")[2] for one in named if one]
    if values["field"] == report_place.DECISION:
        given["target_kind"] = given.pop("field")
    change = values["proposal_change"]
    if change and change != proposal.Change.SET.value:
        given.pop("proposal_value", None)
    return given


def gather(context: Any, values: Values, errors: Errors) -> ReportPage:
    """Return the form with what it holds, and with what is wrong beside each field.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized: it points at nothing that the reader sees.
    """
    place = report_place.of(context, values)
    is_visitor = not tk.current_user.is_authenticated
    values = {**values, "item": place.item, **_row_of(place)}
    errors = placed(errors)
    return ReportPage(
        place=place,
        values=values,
        errors=errors,
        problems=tuple(_problems(errors)),
        kinds=tuple((code, word(), words.KINDS_MEAN[code]()) for code, word in words.KINDS.items()),
        changes=_changes(place),
        agencies=_agencies(context),
        challenge=challenge.issue(clock.now()) if is_visitor else None,
        sends_mail=mail.is_configured(),
    )


def _row_of(place: Place) -> Values:
    """Return which row the form is about from now on: the one that it shows, if any."""
    if place.row is None:
        return {"row": "", "key": "", "fingerprint": ""}
    return {"row": str(place.row["row"]), "fingerprint": place.row["fingerprint"]}


def placed(errors: Errors) -> Errors:
    """Return errors by fields of the form: what it shows no field for is about the place."""
    found: dict[str, list[str]] = {}
    for name, texts in errors.items():
        known = name if name in report_words.FIELDS or name == "state" else "place"
        field = "proposal" if name in ("proposal_change", "proposal_value") else known
        found.setdefault(field, []).extend(texts)
    return found


def _problems(errors: Errors) -> Iterator[tuple[str, str]]:
    order = {"place": 0, **{name: place for place, name in enumerate(report_words.FIELDS, 1)}}
    for name in sorted(set(errors) - {"state"}, key=lambda one: order[one]):
        title = (
            report_words.FIELDS[name]() if name in report_words.FIELDS else tk._("What you mean")
        )
        where = "challenge-answer" if name == "challenge_answer" else f"f-{name}"
        for text in errors[name]:
            yield where, f"{title}{tk._(': ')}{text}"


def _changes(place: Place) -> tuple[tuple[str, str], ...]:
    taken = proposal.changes_of(place.kind)
    if not taken:
        return ()
    offered = [(one.value, words.CHANGES[one.value]()) for one in taken]
    return (("", report_words.NO_CHANGE()), *offered)


def _agencies(context: Any) -> tuple[tuple[str, str], ...]:
    """Return the approved agencies that the reader can report for."""
    show = tk.get_action("scigov_access_agency_show")
    return tuple(
        (id_, show(tk.fresh_context(context), {"id": id_})["title"])
        for id_ in sorted(reader().agency_ids)
    )
