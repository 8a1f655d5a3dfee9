"""What the parts of a mapping file are read with: the errors so far, the tables, the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ckanext.scigov.intake.domain.mapping.errors import MappingError, Reason, close_to
from ckanext.scigov.intake.domain.mapping.fields import Catalogue
from ckanext.scigov.intake.domain.mapping.paths import Path, path_of
from ckanext.scigov.intake.domain.mapping.rules import Table
from ckanext.scigov.intake.domain.mapping.tree import Node


@dataclass(slots=True)
class Reader:
    """Collects everything that is wrong, so that a file is mended in one go."""

    catalogue: Catalogue
    tables: dict[str, Table] = field(default_factory=dict[str, Table])
    table_nodes: dict[str, Node] = field(default_factory=dict[str, Node])
    missing: frozenset[str] = frozenset({""})
    has_each: bool = False
    """Rules that are read now stand below an ``each``."""
    errors: list[MappingError] = field(default_factory=list[MappingError])

    def wrong(self, node: Node, reason: Reason, **values: str) -> None:
        error = MappingError(node.line, node.path, reason, values)
        if error not in self.errors:
            self.errors.append(error)

    def members(self, node: Node | None) -> Mapping[str, Node]:
        """Return what stands in a mapping; nothing where it is none, which is an error."""
        if node is None:
            return {}
        if node.members is None:
            self.wrong(node, Reason.NOT_A_MAPPING)
        return node.members or {}

    def known(self, node: Node | None, keys: Collection[str]) -> Mapping[str, Node]:
        """Return the members of a mapping that may be there; others are errors."""
        found = self.members(node)
        for name, member in found.items():
            if name not in keys:
                close = close_to(name, sorted(keys))
                self.wrong(member, Reason.UNKNOWN_KEY, value=name, close=close)
        return {name: member for name, member in found.items() if name in keys}

    def text(self, node: Node | None) -> str:
        if node is None:
            return ""
        if node.text is None:
            self.wrong(node, Reason.NOT_A_TEXT)
        return node.text or ""

    def texts(self, node: Node | None) -> tuple[str, ...]:
        """Return a list of texts; a single text is a list of one."""
        if node is None:
            return ()
        if node.items is None:
            return (self.text(node),)
        return tuple(self.text(item) for item in node.items)

    def paths(self, node: Node | None) -> tuple[Path, ...]:
        """Return where to look; a single text is a list of one."""
        found: list[Path] = []
        for text in self.texts(node):
            path = self.path(node, text) if node is not None else None
            found += [path] if path else []
        return tuple(found)

    def path(self, node: Node, text: str) -> Path | None:
        path = path_of(text)
        if path is None:
            self.wrong(node, Reason.BAD_PATH, value=text)
        elif path.is_of_each and not self.has_each:
            self.wrong(node, Reason.EACH_OUTSIDE)
        return path

    def code(self, node: Node, values: Sequence[str], codes: Sequence[str]) -> None:
        """Note the values that are no codes of a vocabulary; without codes all are free."""
        for value in values:
            if codes and value not in codes:
                self.wrong(node, Reason.NOT_A_CODE, value=value, close=close_to(value, codes))
