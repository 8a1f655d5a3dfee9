"""How rows are taken where nobody says otherwise: options of the site, and the share of the source."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.model import Source
from ckanext.scigov.intake.rows.taken import Options
from ckanext.scigov.shared.session import Session

_PREFIX = "ckanext.scigov.intake."
MB = 1 << 20


def options_of(session: Session, source_id: str) -> Options:
    """Return the limits of a run, and what share of a source's rows may be gone without a question."""
    source = session.get(Source, source_id)
    usual = Options()
    return Options(
        most_rows=int(tk.config[_PREFIX + "rows_most"]),
        most_bytes=int(tk.config[_PREFIX + "rows_most_mb"]) * MB,
        compare_days=int(tk.config[_PREFIX + "rows_compare_days"]),
        most_vanished_percent=usual.most_vanished_percent
        if source is None
        else source.most_vanished_percent,
    )
