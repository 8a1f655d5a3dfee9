"""Pages of the catalogue. They call actions; what a page may show is decided there."""

from __future__ import annotations

from ckanext.scigov.catalogue.views.registers import scigov_catalogue_registers
from ckanext.scigov.catalogue.views.units import scigov_catalogue_units

__all__ = ["scigov_catalogue_registers", "scigov_catalogue_units"]
