"""Addresses of one portal: everything it describes has an address of its own, and no node is without."""

from __future__ import annotations

from pyoxigraph import NamedNode

from ckanext.scigov.dcat.domain.names import PREFIXES, Namespace

VOCABULARY = "/def/stgov"
"""Where the portal's own vocabulary lies; another portal of this product has it there as well."""


class Portal:
    """Makes the addresses of what a portal describes. ``root`` has no slash at its end."""

    __slots__ = ("node", "publisher", "root", "st", "standard")

    def __init__(self, root: str) -> None:
        self.root = root.rstrip("/")
        self.node = NamedNode(self.root)
        self.publisher = NamedNode(f"{self.root}#publisher")
        self.standard = NamedNode(self.root + VOCABULARY)
        self.st = Namespace(f"{self.root}{VOCABULARY}#")

    def dataset(self, dataset_id: str) -> str:
        return f"{self.root}/dataset/{dataset_id}"

    def resource(self, dataset_id: str, resource_id: str) -> str:
        return f"{self.root}/dataset/{dataset_id}/resource/{resource_id}"

    def provider(self, provider_id: str) -> NamedNode:
        return NamedNode(f"{self.root}/organization/{provider_id}")

    def prefixes(self) -> dict[str, str]:
        return {**PREFIXES, "st": self.st.base}
