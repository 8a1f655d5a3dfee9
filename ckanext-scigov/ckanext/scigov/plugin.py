"""Umbrella plugin ``scigov``: theme, translations, CLI group. It owns no tables."""

from __future__ import annotations

import ckan.plugins as p


class ScigovPlugin(p.SingletonPlugin):
    pass
