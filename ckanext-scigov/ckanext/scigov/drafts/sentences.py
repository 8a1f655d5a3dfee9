"""Sentences for what this feature refuses, in the reader's language."""

from __future__ import annotations

import enum
from collections.abc import Callable

import ckan.plugins.toolkit as tk

from ckanext.scigov.drafts.service import DraftReason

_ = tk._

SENTENCES: dict[enum.Enum, Callable[[], str]] = {
    DraftReason.TOO_MANY_TEMPLATES: lambda: _(
        "The provider has %(most)s templates already. Delete one that is not needed any more."
    ),
    DraftReason.TOO_MANY_FILES: lambda: _(
        "%(most)s of your files wait for their entries already. Finish or delete one of those"
        " drafts first."
    ),
}
