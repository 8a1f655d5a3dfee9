"""Who acts: a value without ties to the database session, built once by the glue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, nobody in particular, or the system for a stated purpose.

    ``user_id`` is CKAN's id, empty for anonymous visitors and for the system; ``name`` is what
    an audit reader sees: the user name, ``anonymous`` or ``system:<purpose>``.
    """

    user_id: str
    name: str
    is_sysadmin: bool = False

    @classmethod
    def anonymous(cls) -> Actor:
        return cls(user_id="", name="anonymous")

    @classmethod
    def system(cls, purpose: str) -> Actor:
        return cls(user_id="", name=f"system:{purpose}")

    @property
    def is_anonymous(self) -> bool:
        return self.name == "anonymous"
