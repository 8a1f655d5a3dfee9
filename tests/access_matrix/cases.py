"""An application or a dispute that is being made, with the canaries in what people type."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from access_matrix import parties

AGREED = "同意申请"


@dataclass(slots=True)
class Case:
    """What is being made, and the canaries that it has got."""

    feature: ClassVar[str] = "application"
    """Of whose actions it is made."""

    key: str
    id: str = ""
    evidence_id: str = ""
    canaries: dict[str, tuple[str, str]] = field(default_factory=dict)

    def word(self, kind: str) -> str:
        """Return a new canary of a kind."""
        import ckan.plugins.toolkit as tk

        from ckanext.scigov.access.testkit import canaries

        said = f"{self.feature} {self.key} {kind} {len(self.canaries)}"
        word = canaries.canary(tk.config, said)
        self.canaries[word] = (kind, "")
        return word

    def act(self, persona: str, action: str, kind: str = "", **wish: Any) -> Any:
        """Let somebody act on it; with a canary of a kind in his reason."""
        if kind:
            wish["reason"] = f"{AGREED} {self.word(kind)}"
        return self.call(persona, action, id=self.id, **wish)

    def call(self, persona: str, action: str, **wish: Any) -> Any:
        """Let somebody call an action of the feature."""
        import ckan.plugins.toolkit as tk

        context = parties.context_of(persona)
        return tk.get_action(f"scigov_{self.feature}_{action}")(context, wish)
