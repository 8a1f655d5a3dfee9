"""The form of an application as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access import sentences_terms
from ckanext.scigov.access.domain.terms import VERSION
from ckanext.scigov.access.standings import reader
from ckanext.scigov.application import config, entries, form_errors, form_values, read_page
from ckanext.scigov.application.domain.states import Kind
from ckanext.scigov.application.domain.ways import Way, way
from ckanext.scigov.application.pages import Choice, FormPage, Question, Shown, Wanted
from ckanext.scigov.catalogue.domain.grades import Grade, Level, OpenType, ShareType
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.calendar import local_day
from ckanext.scigov.shared.domain.evidence import ENDINGS, MEGABYTE

MOST_MEMBERS = 200
Errors = Mapping[str, list[str]]
CONDITIONS: Mapping[str, tuple[str, ...]] = {
    "share": ("share_condition",),
    "open": ("open_condition", "open_method", "security_measure"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """The datasets of a form that the reader finds, and what the stored application calls them."""

    kind: str
    known: Mapping[str, entries.Entry]
    titles: Mapping[str, str]


def kind_for(known: Iterable[entries.Entry], asked: str) -> str:
    """Return the kind of a new application: as asked, else sharing where that is possible."""
    if asked in {kind.value for kind in Kind}:
        return asked
    if not reader().agency_ids:
        return Kind.OPEN.value
    ways = {way_of("share", one) for one in known}
    return Kind.SHARE.value if ways <= {"instant", "apply"} else Kind.OPEN.value


def way_of(kind: str, entry: entries.Entry) -> str:
    """Return how a dataset is come by."""
    if not entry.get("security_level"):
        return Way.CLOSED.value
    grade = Grade(
        Level(entry["security_level"]), ShareType(entry["share_type"]), OpenType(entry["open_type"])
    )
    return way(Kind(kind), grade).value


def gather(
    context: Any,
    values: form_values.Values,
    errors: Errors,
    filing: Shown | None = None,
    found: Iterable[entries.Entry] | None = None,
) -> FormPage:
    """Return the form with what it holds, and with what is wrong beside each field."""
    kind = values["kind"] if values["kind"] in CONDITIONS else Kind.OPEN.value
    ids = [one["dataset_id"] for one in values["datasets"]]
    known = entries.of(context, ids)
    questions = _questions(context, known)
    titles = {p["dataset_id"]: p["dataset_title"] for p in (filing or {}).get("parts") or ()}
    seen = Seen(kind, known, titles)
    named = [_named(one, seen, questions) for one in values["datasets"]]
    errors = form_errors.placed(errors, named, values["answers"], local_day(clock.now()))
    wanted = tuple(_wanted(values, questions, errors, seen))
    limits = config.evidence_limits()
    agencies, handlers = _agencies(context, values) if kind == Kind.SHARE.value else ((), ())
    is_instant = bool(wanted) and {one.way for one in wanted} == {"instant"}
    return FormPage(
        kind=kind,
        kinds=() if filing else _kinds(known),
        values=values,
        wanted=wanted,
        errors=errors,
        problems=tuple(form_errors.listed(errors, named)),
        agencies=agencies,
        handlers=handlers,
        identity=own_identity(context) if kind == Kind.OPEN.value else None,
        identity_contact=config.identity_contact(),
        found=None if found is None else tuple(_offered(kind, found, ids)),
        wishes=_wishes(context, filing),
        is_instant=is_instant,
        **_terms(is_instant),
        **_saved(filing or {}, values),
        accepts=",".join(f".{name}" for name, kind in ENDINGS.items() if kind in limits.types),
        most_megabytes=limits.most_bytes // MEGABYTE,
    )


def _questions(context: Any, ids: Iterable[str]) -> dict[str, list[Shown]]:
    """Return what providers ask besides, by dataset; in one call."""
    found: dict[str, list[Shown]] = {one: [] for one in ids}
    if found:
        for question in _action(context, "question_list", dataset_ids=list(found)):
            found[question["dataset_id"]].append(question)
    return found


def _saved(filing: Shown, values: form_values.Values) -> dict[str, Any]:
    """Return what is known of an application that has been saved; nothing of a new one."""
    return {
        "evidence": tuple(filing.get("evidence") or ()),
        "id": filing.get("id", ""),
        "version": filing.get("version", values["version"]),
        "state": filing.get("state", "draft"),
        "is_on_record": bool(filing.get("number")),
    }


def _terms(is_instant: bool) -> dict[str, Any]:
    """Return the terms that are accepted with the form, where the data come at once."""
    if not is_instant:
        return {}
    return {"terms": tuple(sentences_terms.terms(VERSION)), "terms_version": VERSION}


def _kinds(known: Mapping[str, entries.Entry]) -> tuple[tuple[str, str, str], ...]:
    """Return for whom one can apply, where there is a choice."""
    if not reader().agency_ids:
        return ()
    names = [one["name"] for one in known.values()]
    titles = {"share": tk._("For my agency"), "open": tk._("For myself or a company")}
    return tuple(
        (kind, title, tk.h.url_for("scigov_application.new", kind=kind, dataset=names))
        for kind, title in titles.items()
    )


def _wanted(
    values: form_values.Values, questions: Mapping[str, list[Shown]], errors: Errors, seen: Seen
) -> Iterator[Wanted]:
    for one in values["datasets"]:
        entry = _entry(seen.known, one["dataset_id"])
        if entry is None and one["dataset_id"] not in seen.titles:
            continue  # Nobody learns whether it is hidden or absent.
        dataset_id = entry["id"] if entry else one["dataset_id"]
        yield Wanted(
            id=dataset_id,
            title=entries.title(entry) if entry else seen.titles[dataset_id],
            provider=entries.provider(entry) if entry else "",
            way=way_of(seen.kind, entry) if entry else Way.CLOSED.value,
            url=tk.h.url_for("dataset.read", id=entry["name"]) if entry else "",
            resources=_choices(one["resource_ids"], entries.resources(entry) if entry else {}),
            items=_choices(one["items"], entries.items(entry) if entry else {}),
            manner=one["manner"],
            from_on=one["from_on"],
            until_on=one["until_on"],
            conditions=tuple(_conditions(seen.kind, entry)) if entry else (),
            questions=tuple(_asked(questions.get(dataset_id, ()), values)),
            errors=form_errors.of_dataset(errors, dataset_id),
        )


def _named(
    one: form_values.Values, seen: Seen, questions: Mapping[str, list[Shown]]
) -> form_errors.Named:
    entry = _entry(seen.known, one["dataset_id"])
    id_ = entry["id"] if entry else one["dataset_id"]
    title = entries.title(entry) if entry else seen.titles.get(id_, "")
    way_to = way_of(seen.kind, entry) if entry else Way.CLOSED.value
    return form_errors.Named(id_, title, way_to, one, questions.get(id_, ()))


def _entry(known: Mapping[str, entries.Entry], name: str) -> entries.Entry | None:
    return known.get(name) or next((one for one in known.values() if one["name"] == name), None)


def _choices(chosen: list[str], titles: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(code, text, not chosen or code in chosen) for code, text in titles.items())


def _conditions(kind: str, entry: entries.Entry) -> Iterator[tuple[str, str]]:
    for name in CONDITIONS[kind]:
        if entry.get(name):
            yield tk.h.scigov_catalogue_field_label(name), entry[name]


def _asked(questions: Iterable[Shown], values: form_values.Values) -> Iterator[Question]:
    for one in questions:
        answer = values["answers"].get(one["id"], "")
        yield Question(one["id"], one["text"], answer, one["is_needed"])


def _offered(kind: str, found: Iterable[entries.Entry], ids: list[str]) -> Iterator[Shown]:
    for one in found:
        if one["id"] not in ids and way_of(kind, one) in ("apply", "instant"):
            yield {"id": one["id"], "title": entries.title(one), "provider": entries.provider(one)}


def _agencies(
    context: Any, values: form_values.Values
) -> tuple[tuple[tuple[str, str], ...], tuple[Choice, ...]]:
    """Return the reader's agencies, and who belongs to them."""
    titles, people = [], {}
    for agency_id in sorted(reader().agency_ids):
        shown = tk.get_action("scigov_access_agency_show")(
            tk.fresh_context(context), {"id": agency_id}
        )
        titles.append((agency_id, shown["title"]))
        asked = {"agency_id": agency_id, "limit": MOST_MEMBERS}
        for one in tk.get_action("scigov_access_agency_member_list")(
            tk.fresh_context(context), asked
        ):
            people[one["user_id"]] = one["fullname"] or one["user_name"] or one["user_id"]
    chosen = values["handler_ids"]
    handlers = tuple(Choice(code, text, code in chosen) for code, text in people.items())
    return tuple(titles), handlers


def own_identity(context: Any) -> Shown | None:
    """Return who the reader is on record, as ``scigov_application_identity_show``; None: not verified."""
    try:
        return _action(context, "identity_show")
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None


def _wishes(context: Any, filing: Shown | None) -> Any:
    if not filing or filing["state"] != "returned":
        return ()
    return read_page.wishes(filing, _action(context, "history", id=filing["id"]))


def _action(context: Any, name: str, **asked: Any) -> Any:
    return tk.get_action(f"scigov_application_{name}")(tk.fresh_context(context), asked)
