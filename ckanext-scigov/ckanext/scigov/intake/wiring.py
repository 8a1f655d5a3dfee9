"""What a connector is made with: settings with their secrets, and the bounds of its source."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.contract import Wiring
from ckanext.scigov.intake.domain.mapping import MappingFile
from ckanext.scigov.intake.model import Source
from ckanext.scigov.intake.service import sources
from ckanext.scigov.shared.session import Session


def wiring_for(session: Session, source: Source, mapping: MappingFile) -> Wiring:
    return Wiring(
        settings=mapping.connector,
        address=sources.address_of(session, source.id),
        is_internal=source.is_internal,
        known=source.known,
        folder=tk.config["ckanext.scigov.intake.folder"],
    )
