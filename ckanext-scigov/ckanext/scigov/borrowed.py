"""What CKAN and the extensions we build on say, and what of it we must say in Chinese.

CKAN has Chinese for about half of its strings, harvest, dcat and scheming for none. Their
strings are read from the templates of their catalogues (.pot) and from their source, for
either knows some the other does not. ``shared/i18n`` holds a catalogue of its own with the
Chinese of what they lack or have wrong. It is kept apart from what our own source says.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import polib
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from ckanext.scigov import wording

LOCALE = "zh_Hans_CN"
DOMAIN = "ckanext-scigov-borrowed"
PO = Path(__file__).parent / "shared" / "i18n" / LOCALE / "LC_MESSAGES" / f"{DOMAIN}.po"
# The mark of a string no program can find: CKAN looks it up by a variable, as ``_(user.state)``.
BY_VARIABLE = "looked up by a variable"
EXTENSIONS = ("harvest", "dcat", "scheming")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "ungettext": (1, 2), "N_": None}
_MAPPING = """\
[python: **.py]
[ckan: **/templates/**.html]
silent = true
[ckan: **/templates/**.txt]
silent = true
[javascript: **/assets/**.js]
[javascript: **/public/**.js]
"""
_SKIPPED = {"tests", "vendor", "node_modules", "migration", "__pycache__"}


@cache
def said_by_others() -> dict[str, polib.POEntry]:
    """Return every string of CKAN and of the extensions, with the packages that say it."""
    found: dict[str, polib.POEntry] = {}
    ckan = _folder("ckan")
    template = polib.pofile(str(ckan / "i18n" / "ckan.pot"))
    shipped = sorted({_package(place) for entry in template for place, _ in entry.occurrences})
    for entry in template:
        for place, _line in entry.occurrences:
            _note(found, entry.msgid, entry.msgid_plural, _package(place))
    folders = {name: ckan.parent / name for name in shipped if not _is_example(name)}
    for name in EXTENSIONS:
        folder = folders[f"ckanext/{name}"] = _folder(f"ckanext.{name}")
        own = folder / "i18n" / f"ckanext-{name}.pot"
        for entry in polib.pofile(str(own)) if own.exists() else ():
            _note(found, entry.msgid, entry.msgid_plural, f"ckanext/{name}")
    for name, folder in folders.items():
        for singular, plural in _extract(folder):
            _note(found, singular, plural, name)
    return found


def of_ckan() -> dict[str, str]:
    """Return CKAN's own Chinese, as its compiled catalogue holds it."""
    compiled = _folder("ckan") / "i18n" / LOCALE / "LC_MESSAGES" / "ckan.mo"
    return {entry.msgid: text_of(entry) for entry in polib.mofile(str(compiled))}


def renew(kept: dict[str, polib.POEntry], ours: set[str]) -> list[polib.POEntry]:
    """Return the entries the catalogue must have; what has no Chinese yet is left empty."""
    theirs = said_by_others()
    chinese = of_ckan()
    entries = {
        text: polib.POEntry(
            msgid=text,
            msgid_plural=said.msgid_plural,
            comment=", ".join(place for place, _ in said.occurrences),
        )
        for text, said in theirs.items()
        if text not in ours
        and (_differs(kept.get(text), chinese.get(text)) or _fails(said, chinese.get(text, "")))
    }
    for text, entry in kept.items():
        if BY_VARIABLE in entry.comment and text not in ours:
            alike = polib.POEntry(msgid=text, msgid_plural=entry.msgid_plural, comment=BY_VARIABLE)
            entries.setdefault(text, alike)
    for text, entry in entries.items():
        before = text_of(kept[text]) if text in kept else ""
        if entry.msgid_plural:
            entry.msgstr_plural = {0: before}
        else:
            entry.msgstr = before
    return list(entries.values())


def problems(ours: dict[str, str]) -> list[str]:
    """Say what keeps the borrowed catalogue from being complete; ``ours`` is our own Chinese."""
    file = polib.pofile(str(PO))
    borrowed = {entry.msgid: text_of(entry) for entry in file}
    theirs, ckan = said_by_others(), of_ckan()
    free = {entry.msgid for entry in file if BY_VARIABLE in entry.comment}
    compiled = {e.msgid: text_of(e) for e in polib.mofile(str(PO.with_suffix(".mo")))}
    left = [f"Translation in doubt: {entry.msgid!r}" for entry in file.fuzzy_entries()]
    for text, said in theirs.items():
        chinese = borrowed.get(text) or ours.get(text) or ckan.get(text, "")
        wrong = wording.faults(text, said.msgid_plural, chinese)
        left += [f"{fault}: {text!r} ({said.occurrences[0][0]})" for fault in wrong]
    for text, chinese in borrowed.items():
        if text in ours:
            left.append(f"Translated twice: {text!r}")
        if text not in theirs and text not in free:
            left.append(f"No longer said by anybody: {text!r}")
        if ckan.get(text) == chinese:
            left.append(f"CKAN says the same: {text!r}")
    if compiled != borrowed:
        left.append("The compiled borrowed catalogue is older than its source.")
    return sorted(left)


def text_of(entry: polib.POEntry | polib.MOEntry) -> str:
    """Return the translation; Chinese has one form for every number."""
    return entry.msgstr or (entry.msgstr_plural or {}).get(0, "")


def _differs(kept: polib.POEntry | None, chinese: str | None) -> bool:
    return kept is not None and text_of(kept) != chinese


def _fails(said: polib.POEntry, chinese: str) -> bool:
    return bool(wording.faults(said.msgid, said.msgid_plural, chinese))


def _note(found: dict[str, polib.POEntry], text: str, plural: str, package: str) -> None:
    entry = found.setdefault(text, polib.POEntry(msgid=text))
    entry.msgid_plural = entry.msgid_plural or plural
    if (package, "") not in entry.occurrences:
        entry.occurrences = sorted([*entry.occurrences, (package, "")])


def _extract(folder: Path) -> Iterator[tuple[str, str]]:
    methods, options = parse_mapping_cfg(StringIO(_MAPPING))
    for name, _line, message, _comments, _context in extract_from_dir(
        str(folder),
        methods,
        options,
        keywords=KEYWORDS,
        comment_tags=(),
        directory_filter=lambda path: Path(str(path)).name not in _SKIPPED,
    ):
        if not _SKIPPED & set(Path(name).parts):
            yield (message, "") if isinstance(message, str) else (message[0], message[1])


def _folder(module: str) -> Path:
    spec = find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        message = f"{module} is not installed."
        raise LookupError(message)
    return Path(next(iter(spec.submodule_search_locations)))


def _package(place: str) -> str:
    parts = place.split("/")
    return "/".join(parts[:2]) if parts[0] == "ckanext" else parts[0]


def _is_example(package: str) -> bool:
    return package.startswith("ckanext/example_")
