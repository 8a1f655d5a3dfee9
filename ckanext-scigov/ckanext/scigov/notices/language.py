"""Words in a person's language, where no request says which: in the worker."""

from __future__ import annotations

import functools
import gettext
from collections.abc import Callable

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.scigov.notices import config
from ckanext.scigov.notices.domain import notices


def translator(language: str) -> Callable[[str], str]:
    """Return what puts texts into a language, by the catalogues of all plugins."""
    catalogues = [
        _catalogue(plugin.i18n_domain(), plugin.i18n_directory(), language)
        for plugin in p.PluginImplementations(p.ITranslation)
    ]

    def translate(text: str) -> str:
        found = (catalogue.gettext(text) for catalogue in catalogues)
        return next((one for one in found if one != text), text)

    return translate


@functools.cache
def _catalogue(domain: str, directory: str, language: str) -> gettext.NullTranslations:
    return gettext.translation(domain, directory, languages=[language], fallback=True)


def chosen_or_default(language: str) -> str:
    """Return a language the site offers."""
    return language if language in config.languages() else config.default_language()


def address(path: str, language: str, *, full: bool = True) -> str:
    """Return a page's address in a language; of the site's own language pages have no prefix."""
    return notices.address(
        path,
        site_url=str(tk.config["ckan.site_url"]) if full else "",
        root_path=str(tk.config.get("ckan.root_path") or ""),
        language="" if language == config.default_language() else language,
    )


def site_title(language: str) -> str:
    own = "ckan.site_title" if language.startswith("zh") else "ckanext.scigov.site_title_en"
    return str(tk.config.get(own) or tk.config["ckan.site_title"])
