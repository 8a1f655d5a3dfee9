"""The register of legal bases as files: the shipped one, and the one that a site adds. Needs no CKAN."""

from __future__ import annotations

import csv
import functools
import io
from importlib import resources
from pathlib import Path

from ckanext.scigov.catalogue.domain import legal_bases as domain
from ckanext.scigov.catalogue.domain.legal_bases import LegalBasis
from ckanext.scigov.catalogue.vocabularies import SCHEMAS

OPTION = "ckanext.scigov.catalogue.legal_bases"


@functools.cache
def load(site_file: str = "") -> tuple[LegalBasis, ...]:
    """Read the shipped register and the site's.

    Raises:
        ValueError: naming the site's file, and what is wrong with it.
    """
    shipped = (resources.files(SCHEMAS) / "legal_bases.csv").read_text(encoding="utf-8")
    found = domain.parse(_rows(shipped))
    if not site_file:
        return found
    try:
        more = domain.parse(_rows(Path(site_file).read_text(encoding="utf-8-sig")))
    except (OSError, ValueError) as error:
        raise ValueError(f"{site_file} ({OPTION}) cannot be used. {error}") from error
    return (*found, *more)


def _rows(text: str) -> csv.DictReader[str]:
    return csv.DictReader(io.StringIO(text, newline=""))
