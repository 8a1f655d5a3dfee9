"""An approver's answers as they come in: a list of objects, or that list as a text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.personal_answers import FIELD, Answer, Answered
from ckanext.scigov.shared.toolkit_shapes import says

_TEXTS = ("kind", "item", "note", "resource_id")
_ANSWERED = {
    "type": "object",
    "properties": {
        **{name: {"type": "string"} for name in _TEXTS},
        "answer": {"type": "string", "enum": [one.value for one in Answer]},
    },
}


@says(type="array", items=_ANSWERED)
def given_answers(value: Any) -> list[Answered]:
    """Return the answers; whether they are enough is the service's question.

    Raises:
        tk.ValidationError: it is no list of answers.
    """
    if not value:
        return []
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise _wrong() from None
    if not isinstance(value, list):
        raise _wrong()
    return [_answer(one) for one in cast("list[Any]", value)]


def _answer(given: Any) -> Answered:
    if not isinstance(given, Mapping):
        raise _wrong()
    fields = cast("Mapping[str, Any]", given)
    texts = {name: fields.get(name) or "" for name in _TEXTS}
    answer = fields.get("answer") or None
    if not all(isinstance(text, str) and "\x00" not in text for text in texts.values()):
        raise _wrong()
    if answer is not None and answer not in {one.value for one in Answer}:
        raise _wrong()
    return Answered(
        texts["kind"],
        texts["item"],
        Answer(answer) if answer else None,
        texts["note"].strip(),
        texts["resource_id"],
    )


def _wrong() -> Exception:
    message = tk._(
        "Give a list of objects with kind, item, answer (masked, lawful_ground or not_personal) "
        "and note."
    )
    return tk.ValidationError({FIELD: [message]})
