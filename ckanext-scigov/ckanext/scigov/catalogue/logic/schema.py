"""Shapes of what the actions take; whether things exist is the actions' question."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue import vocabularies
from ckanext.scigov.catalogue.domain.registers import Register
from ckanext.scigov.shared.toolkit_shapes import at_most, default, one_of, says
from ckanext.scigov.shared.toolkit_texts import plain_text

MOST = 1000
LONGEST = {"title": 200, "code": 100, "note": 2000}


def described(register: Register) -> dict[str, Any]:
    shape = {"title": text("title"), "code": text("code", needed=False)}
    shape["note"] = text("note", needed=False)
    if register is Register.BUSINESS_ITEMS:
        shape["update_cycle"] = [*text(), one_of(list(vocabularies.codes("update_cycle")))]
    return shape


def created(register: Register) -> dict[str, Any]:
    return {"organization_id": text(), **described(register)}


def updated(register: Register) -> dict[str, Any]:
    return {"id": text(), **described(register)}


def by_id() -> dict[str, Any]:
    return {"id": text()}


def unit() -> dict[str, Any]:
    return {
        "id": text(),
        "parent": text(needed=False),
        "security_owner": text("code", needed=False),
        "security_contact": text(needed=False),
    }


def listed() -> dict[str, Any]:
    v: Any = tk.get_validator
    natural = v("natural_number_validator")
    return {
        "organization_id": text(),
        "include_retired": [v("boolean_validator")],
        "limit": [default(100), natural, at_most(MOST)],
        "offset": [default(0), natural],
    }


def text(name: str = "", *, needed: bool = True) -> list[Any]:
    v: Any = tk.get_validator
    plain = _plain(LONGEST.get(name, 200))
    return [plain, v("not_empty")] if needed else [default(""), plain]


def _plain(longest: int) -> Any:
    @says(type="string", maxLength=longest)
    def plain(value: Any) -> Any:
        found = plain_text(value)
        if isinstance(found, str) and len(found) > longest:
            message = tk._("At most %(longest)s characters fit here. Shorten the text.")
            raise tk.Invalid(message % {"longest": longest})
        return found

    return plain
