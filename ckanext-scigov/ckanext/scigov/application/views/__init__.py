"""Pages of applications. They call actions; what a page may show is decided there."""

from __future__ import annotations

from ckanext.scigov.application.views import (  # noqa: F401  (addresses of one blueprint)
    forms,
    identities,
    papers,
    questions,
    registers,
    step,
    tokens,
)
from ckanext.scigov.application.views.inbox import scigov_inbox
from ckanext.scigov.application.views.own import scigov_application

__all__ = ["scigov_application", "scigov_inbox"]
