"""Read and write the flattened dictionary CKAN's validators work on, by plain field names.

``data`` has keys like ``("title",)``, ``("contact", 0, "email")`` and
``("resources", 2, "data_items", 5, "name")``; what was not sent is ``missing``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import ckan.plugins.toolkit as tk

Key = tuple[Any, ...]


class Flat:
    """The fields under one prefix: the dataset itself, a resource, a data item."""

    def __init__(self, data: dict[Key, Any], prefix: Key = ()) -> None:
        self.data = data
        self.prefix = prefix

    def key(self, field: str) -> Key:
        return (*self.prefix, field)

    def has(self, field: str) -> bool:
        """Tell whether the caller sent the field at all, be it empty."""
        value = self.data.get(self.key(field), tk.missing)
        return value is not tk.missing and value is not None

    def raw(self, field: str) -> Any:
        return self.data[self.key(field)] if self.has(field) else None

    def text(self, field: str) -> str:
        value = self.raw(field)
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value).strip() if value is not None else ""

    def is_empty(self, field: str) -> bool:
        if self.rows(field):
            return all(
                str(value).strip() == ""
                for key, value in self.data.items()
                if key[: len(self.prefix) + 1] == self.key(field)
                and value is not tk.missing
                and value is not None
                and len(key) > len(self.prefix) + 1
            )
        return self._is_blank(field)

    def empty_of(self, fields: Collection[str]) -> set[str]:
        """Return those of the fields that are empty; all data are looked through once."""
        length = len(self.prefix)
        listed = {
            key[length]
            for key in self.data
            if len(key) > length + 2 and key[:length] == self.prefix
        }
        return {
            name
            for name in fields
            if (self.is_empty(name) if name in listed else self._is_blank(name))
        }

    def _is_blank(self, field: str) -> bool:
        """Tell whether a field without rows holds nothing."""
        return self.raw(field) in (None, "", [], "[]") or self.text(field) == ""

    def flag(self, field: str) -> bool:
        return self.text(field).lower() in ("true", "yes", "on", "1")

    def set(self, field: str, value: Any) -> None:
        self.data[self.key(field)] = value

    def rows(self, field: str) -> list[int]:
        """Return the positions of the rows sent for a field of repeating subfields."""
        length, prefix = len(self.prefix), self.prefix
        # The name is looked at first: of most keys nothing need be copied to see that they are others.
        return sorted(
            {
                key[length + 1]
                for key in self.data
                if len(key) > length + 2 and key[length] == field and key[:length] == prefix
            }
        )

    def children(self, field: str) -> Iterator[Flat]:
        for row in self.rows(field):
            yield Flat(self.data, (*self.prefix, field, row))

    def child(self, field: str, row: int) -> Flat:
        return Flat(self.data, (*self.prefix, field, row))

    def texts(self) -> dict[str, str]:
        """Return the plain fields of this level as text."""
        length = len(self.prefix)
        return {
            key[-1]: self.text(key[-1])
            for key in self.data
            if len(key) == length + 1 and key[:length] == self.prefix
        }

    def keep(self, field: str, value: str) -> None:
        """Store an own value among the extras, where scheming has put the sent ones already."""
        numbers = {key[1] for key in self.data if key[0] == "extras" and len(key) == 3}
        for number in numbers:
            if self.data.get(("extras", number, "key")) == field:
                self.data[("extras", number, "value")] = value
                break
        else:
            number = max(numbers, default=-1) + 1
            self.data[("extras", number, "key")] = field
            self.data[("extras", number, "value")] = value
        self.set(field, value)
