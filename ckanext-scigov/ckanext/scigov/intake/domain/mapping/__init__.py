"""The language of mapping files: one YAML file a source says what its records mean, without code.

``docs/harvest-mapping.md`` is its manual. ``read`` checks a file and compiles it, ``MappingFile.apply``
makes entries of records. ``intake/mapping_files.py`` gives ``read`` the catalogue's fields.
"""

from __future__ import annotations

from ckanext.scigov.intake.domain.mapping.applying import MappingFile
from ckanext.scigov.intake.domain.mapping.errors import MappingError, MappingErrors, Reason
from ckanext.scigov.intake.domain.mapping.fields import Catalogue, Field, Kind
from ckanext.scigov.intake.domain.mapping.mapped import BadValue, Mapped, Unmapped
from ckanext.scigov.intake.domain.mapping.reading import read

__all__ = [
    "BadValue",
    "Catalogue",
    "Field",
    "Kind",
    "Mapped",
    "MappingError",
    "MappingErrors",
    "MappingFile",
    "Reason",
    "Unmapped",
    "read",
]
