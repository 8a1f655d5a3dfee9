"""Pages of graded access. They call actions; what a page may show is decided there."""

from __future__ import annotations

from ckanext.scigov.access.views import (
    grade_items,  # noqa: F401  (its address is one of grades')
    grades_together,  # noqa: F401  (the same)
)
from ckanext.scigov.access.views.agencies import scigov_access_agencies
from ckanext.scigov.access.views.grades import scigov_access_grades
from ckanext.scigov.access.views.roles import scigov_access_roles
from ckanext.scigov.access.views.terms import scigov_access_terms

__all__ = [
    "scigov_access_agencies",
    "scigov_access_grades",
    "scigov_access_roles",
    "scigov_access_terms",
]
