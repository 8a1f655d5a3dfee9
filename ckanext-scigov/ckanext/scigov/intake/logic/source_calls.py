"""What every action of sources does before and after its service call."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.scigov.intake.source_sentences import SENTENCES
from ckanext.scigov.shared.toolkit_errors import translated

TRANSLATED = translated(SENTENCES)


def done(context: Any) -> None:
    """Commit, unless the caller does."""
    if not context.get("defer_commit"):
        model.repo.commit()
