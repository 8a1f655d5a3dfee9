"""Options about evidence: the portal's scanner, and what each feature takes and where it keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.domain.evidence import MEGABYTE, EvidenceLimits, FileType
from ckanext.scigov.shared.evidence import keeping
from ckanext.scigov.shared.evidence.scanning import BadAddress, Scanner, scanner_at
from ckanext.scigov.shared.storage import FileStore

CLAMD = "ckanext.scigov.scanning.clamd"


class UnknownTypes(ValueError):
    """An option names types of files that are never taken; the message is a full sentence."""


def scanner(config: Mapping[str, Any] | None = None) -> Scanner | None:
    """Return where clamd is asked; None: the site scans no files.

    Raises:
        BadAddress: the option names no scanner.
    """
    address = str((tk.config if config is None else config).get(CLAMD) or "")
    try:
        return scanner_at(address) if address else None
    except BadAddress as error:
        raise BadAddress(f"{CLAMD}: {error}") from None


def limits(prefix: str) -> EvidenceLimits:
    """Return what files a feature takes.

    Args:
        prefix: of the feature's own options ``evidence_megabytes``, ``evidence_files``,
            ``evidence_megabytes_together`` and ``evidence_types``: ``"ckanext.scigov.application."``.

    Raises:
        UnknownTypes: the option of the types is wrong.
    """
    known = {one.value: one for one in FileType}
    given = tk.config[f"{prefix}evidence_types"] or ()
    named = given.split() if isinstance(given, str) else [str(one) for one in given]
    if not set(named) <= set(known):
        raise UnknownTypes(
            f"{prefix}evidence_types: choose among {', '.join(known)}; others are not taken."
        )
    return EvidenceLimits(
        most_bytes=int(tk.config[f"{prefix}evidence_megabytes"]) * MEGABYTE,
        most_files=int(tk.config[f"{prefix}evidence_files"]),
        most_bytes_together=int(tk.config[f"{prefix}evidence_megabytes_together"]) * MEGABYTE,
        types=frozenset(known[one] for one in named),
    )


def store_of(folder: str) -> FileStore:
    """Return the store of a feature's files: ``folder`` below the site's storage folder.

    Raises:
        keeping.PublicFolder: a web server would give them out.
    """
    public = str(tk.config.get("extra_public_paths") or "")
    folders = [Path(one.strip()) for one in public.split(",") if one.strip()]
    return keeping.store_in(Path(tk.config["ckan.storage_path"]), folder, folders)
