"""CKAN's command line with what a machine without libmagic needs: ``python -m …launcher.ckan_cli``."""

from __future__ import annotations

import os
import signal

import pylibmagic  # noqa: F401  (before anything imports magic: it brings the library)

from ckanext.scigov.launcher.children import IS_SERVICE, follow
from ckanext.scigov.launcher.identity import die_with_parent
from ckanext.scigov.launcher.quick_start import hurry


def main() -> None:
    follow()
    if os.environ.get(IS_SERVICE):
        _take_children_along()
    from ckan.cli.cli import ckan

    hurry()
    ckan(prog_name="ckan")


def _take_children_along() -> None:
    """Let no child outlive this process: a killed worker's job would go on beside its repetition."""
    this = os.getpid()
    os.register_at_fork(after_in_child=lambda: _follow(this))


def _follow(parent: int) -> None:
    if os.getppid() == parent:  # a grandchild follows its own parent
        die_with_parent(signal.SIGKILL, parent)


if __name__ == "__main__":
    main()
