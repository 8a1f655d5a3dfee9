"""What lets a process of the site start with less work; nothing else about it changes.

A start takes five seconds of a processor and more, and a site has several processes that start together.
"""

from __future__ import annotations

import functools
import importlib.metadata
import inspect
from typing import Any

import yaml


def hurry() -> None:
    """Call before CKAN loads its plugins."""
    _read_yaml_in_c()
    _find_plugins_once()
    _ask_the_stack_for_names()


def _read_yaml_in_c() -> None:
    """Declarations of options and schemas are read by whom CKAN and its extensions take."""
    yaml.SafeLoader = yaml.CSafeLoader  # type: ignore[misc]


def _find_plugins_once() -> None:
    """CKAN asks every installed package for each plugin that it loads."""
    from ckan.plugins import core

    known = functools.cache(importlib.metadata.entry_points)

    def found(**wanted: Any) -> Any:
        return known().select(**wanted)

    core.entry_points = found


def _ask_the_stack_for_names() -> None:
    """CKAN wants to know which file has called, dozens of times, and not what is written in each."""
    inspect.stack.__defaults__ = (0,)  # Who asks for lines still gets them.
