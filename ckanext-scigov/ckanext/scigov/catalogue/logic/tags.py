"""Keywords: separators of Chinese texts, and single characters such as 水.

``tag_length_validator`` and ``tag_name_validator`` replace CKAN's validators of the same names,
which refuse keywords of one character and most punctuation, harvested ones included.
"""

from __future__ import annotations

import re
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue.logic.flat import Flat, Key

SEPARATORS = re.compile(r"[,，、;；\n]+")
# A comma separates keywords in forms; quotes and control characters break queries and feeds.
UNSAFE = re.compile(r'[,"\x00-\x1f\x7f]')
LONGEST = 100
MOST = 20


def split(text: str) -> list[str]:
    """Return the keywords of a text, each once, in their order."""
    words = (" ".join(word.split()) for word in SEPARATORS.split(text))
    return list(dict.fromkeys(word for word in words if word))


def use_tag_string(data: dict[Key, Any]) -> None:
    """Replace the tags CKAN's view has made of ``tag_string`` by ours.

    The view splits at ``,`` only. Keys that exist already must stay, because CKAN has prepared
    validators for them: surplus ones repeat the first keyword, which is saved once.
    """
    entry = Flat(data)
    if not entry.has("tag_string"):
        return
    words = split(entry.text("tag_string"))
    sent = [("tags", row, "name") for row in entry.rows("tags")]
    new = [("tags", row, "name") for row in range(len(sent), len(words))]
    for position, key in enumerate([*sent, *new]):
        if words:
            data[key] = words[position] if position < len(words) else words[0]


def scigov_catalogue_tag_string(
    key: Key, data: dict[Key, Any], errors: dict[Key, list[str]], context: Any
) -> None:
    """Judge the keywords of form (text) and API (list) together, and show errors at one field."""
    entry = Flat(data)
    words = [tag.text("name") for tag in entry.children("tags")]
    profile = entry.text("catalogue_profile")
    if not words and profile in ("", "entry"):
        errors[key].append(tk._("Give at least one keyword."))
    if len(set(words)) > MOST and profile in ("", "entry"):
        errors[key].append(tk._("Give at most %(most)s keywords.") % {"most": MOST})
    if entry.has("tag_string"):
        for word in words:
            try:
                tag_name_validator(tag_length_validator(word))
            except tk.Invalid as error:
                errors[key].append(error.error)
    raise tk.StopOnError


def tag_length_validator(value: Any) -> Any:
    if not 1 <= len(str(value).strip()) <= LONGEST:
        message = tk._("The keyword “%(word)s” must have 1 to %(longest)s characters.")
        raise tk.Invalid(message % {"word": value, "longest": LONGEST})
    return value


def tag_name_validator(value: Any) -> Any:
    if UNSAFE.search(str(value)):
        message = tk._("The keyword “%(word)s” must contain neither commas nor quotation marks.")
        raise tk.Invalid(message % {"word": value})
    return value
