"""Typed access to this feature's settings (declared in ``config_declaration.yaml``)."""

from __future__ import annotations

import dataclasses
import logging
from pathlib import Path

import ckan.plugins.toolkit as tk

from ckanext.scigov.application.domain.filing import FilingRules
from ckanext.scigov.application.domain.flow import FLOWS, Flow
from ckanext.scigov.application.domain.limits import LimitKey
from ckanext.scigov.application.papers import checking
from ckanext.scigov.application.papers.pdf_fonts import Fonts, UnfitFont, load
from ckanext.scigov.application.service.acts import Rules
from ckanext.scigov.catalogue.domain.grades import Level
from ckanext.scigov.shared import calendar_source, limits_files
from ckanext.scigov.shared.domain.evidence import EvidenceLimits
from ckanext.scigov.shared.evidence import toolkit_options
from ckanext.scigov.shared.limits_files import WrongSetting
from ckanext.scigov.shared.storage import FileStore

log = logging.getLogger(__name__)

_PREFIX = "ckanext.scigov.application."
_OWN_LIMITS = Path(__file__).parent / "limits.yaml"


def rules() -> Rules:
    """Return what the site has settled.

    Raises:
        WrongSetting: a setting is wrong; the start-up asks for it, so that nobody's application does.
    """
    table = str(tk.config[_PREFIX + "calendar"] or "")
    return Rules(
        limits=limits_files.load(
            Path(tk.config[_PREFIX + "limits"] or _OWN_LIMITS), LimitKey, f"{_PREFIX}limits"
        ),
        calendar=calendar_source.load(Path(table) if table else None),
        filing=FilingRules(
            most_days=int(tk.config[_PREFIX + "most_days"]),
            needs_letter=bool(tk.config[_PREFIX + "needs_letter"]),
        ),
        flow=_flow(str(tk.config[_PREFIX + "flow"])),
        flows_of_providers=_flows(),
        four_eyes_levels=_levels(),
        four_eyes_providers=frozenset(_listed("four_eyes_providers")),
        supplement_closes=bool(tk.config[_PREFIX + "supplement_closes"]),
        appeal_within_days=int(tk.config[_PREFIX + "appeal_within_days"]),
        ends_soon_days=int(tk.config[_PREFIX + "ends_soon_days"]),
        instant_days=int(tk.config[_PREFIX + "instant_days"]),
    )


def identity_contact() -> str:
    """Return who verifies identities, where and when; empty where the site does not say."""
    return str(tk.config[_PREFIX + "identity_contact"] or "")


def evidence_limits() -> EvidenceLimits:
    """Return what files applications take."""
    return toolkit_options.limits(_PREFIX)


def evidence_store() -> FileStore:
    """Return the store of the files of applications, outside every folder that is given out."""
    return toolkit_options.store_of("applications")


def paper_templates() -> Path | None:
    """Return the folder with the site's own templates of papers."""
    folder = str(tk.config[_PREFIX + "paper_templates"] or "")
    return Path(folder) if folder else None


def check_paper_templates() -> None:
    """Refuse a template that could not be filled, before somebody wants a paper.

    What a PDF will not show of one is told in the log.

    Raises:
        WrongSetting: with a sentence for each that is wrong.
    """
    folder = paper_templates()
    if folder is None:
        return
    if not folder.is_dir():
        raise WrongSetting(f"{_PREFIX}paper_templates: there is no folder {folder}.")
    found = checking.check_templates(folder)
    if broken := [one for one in found if one.is_broken]:
        raise WrongSetting("\n".join(one.sentence() for one in broken))
    for one in found:
        log.warning("%s", one.sentence())


def paper_fonts() -> Fonts:
    """Return the fonts that go into the PDFs of papers.

    Raises:
        WrongSetting: a file is missing, or none that a PDF can take.
    """
    files: dict[str, Path] = {}
    for name in ("body", "title", "heading"):
        option = f"{_PREFIX}font_{name}"
        if file := str(tk.config[option] or ""):
            files[name] = Path(file)
            try:
                load(Fonts(body=files[name]))
            except UnfitFont as error:
                raise WrongSetting(f"{option}: {error}") from None
    return Fonts(**files)


def _flow(name: str) -> Flow:
    wants_report = bool(tk.config[_PREFIX + "wants_report"])
    return dataclasses.replace(FLOWS[name], wants_report=wants_report)


def _listed(option: str) -> list[str]:
    value = tk.config[_PREFIX + option]
    return value.split() if isinstance(value, str) else [str(one) for one in value or ()]


def _flows() -> dict[str, Flow]:
    found: dict[str, Flow] = {}
    for one in _listed("provider_flows"):
        name, _, flow = one.partition("=")
        if flow not in FLOWS:
            raise WrongSetting(
                f"{_PREFIX}provider_flows: '{one}' is no provider and flow. Write them as name=simple "
                "or name=full."
            )
        found[name] = _flow(flow)
    return found


def _levels() -> frozenset[str]:
    found = frozenset(_listed("four_eyes_levels"))
    known = {level.value for level in Level}
    if not found <= known:
        raise WrongSetting(f"{_PREFIX}four_eyes_levels: the security levels are 1, 2, 3 and 4.")
    return found
