"""The one blueprint of the pages about sources: what they show depends on who reads it."""

from __future__ import annotations

from ckanext.scigov.shared import toolkit_pages as asked

scigov_sources = asked.kept_by_nobody(asked.blueprint("scigov_sources"))
