"""Keeps the message catalogue: what our code says and what we say better than CKAN.

``python -m ckanext.scigov.translations update`` reads every string out of the
source, renews the template (.pot), carries the Chinese over (.po) and compiles
it (.mo). ``check`` says what is stale or untranslated and changes nothing.
The two catalogues are files of the package, so only a source tree can be renewed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polib
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[2]
_I18N = _HERE / "i18n"
_FOLDERS = ("ckanext-scigov", "harvesters")
_LOCALE = "zh_Hans_CN"
_DOMAIN = "ckanext-scigov"
POT = _I18N / f"{_DOMAIN}.pot"
PO = _I18N / _LOCALE / "LC_MESSAGES" / f"{_DOMAIN}.po"
BORROWED = _I18N / "borrowed.po"
_HEADER = {
    "Project-Id-Version": _DOMAIN,
    "Language": "",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "ungettext": (1, 2), "N_": None}


def extract() -> polib.POFile:
    """Read every translatable string of the source, then the borrowed ones."""
    with (_ROOT / "config" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found: dict[str, polib.POEntry] = {}
    for folder in _FOLDERS:
        messages = extract_from_dir(
            _ROOT / folder, methods, options, keywords=_KEYWORDS, comment_tags=()
        )
        for name, _line, message, _comments, _context in messages:
            singular, plural = message if isinstance(message, tuple) else (message, "")
            entry = found.setdefault(singular, polib.POEntry(msgid=singular))
            if plural:
                entry.msgid_plural, entry.msgstr_plural = plural, {0: ""}
            place = (f"{folder}/{name}", "")
            if place not in entry.occurrences:
                entry.occurrences.append(place)
    for theirs in polib.pofile(str(BORROWED)):
        if theirs.msgid not in found:
            entry = found[theirs.msgid] = polib.POEntry(msgid=theirs.msgid, comment=theirs.comment)
            if theirs.msgid_plural:
                entry.msgid_plural, entry.msgstr_plural = theirs.msgid_plural, {0: ""}
    return _catalogue(found.values(), language="")


def translate(template: polib.POFile, old: polib.POFile) -> polib.POFile:
    """Return the Chinese catalogue: what was translated before, and what is borrowed."""
    known = {entry.msgid: entry for entry in polib.pofile(str(BORROWED))}
    known.update({entry.msgid: entry for entry in old if entry.translated()})
    for theirs in polib.pofile(str(BORROWED)):
        known[theirs.msgid] = theirs
    entries = []
    for entry in template:
        new = polib.POEntry(
            msgid=entry.msgid,
            msgid_plural=entry.msgid_plural,
            occurrences=entry.occurrences,
            comment=entry.comment,
        )
        before = known.get(entry.msgid)
        text = (before.msgstr or before.msgstr_plural.get(0, "")) if before else ""
        if entry.msgid_plural:
            new.msgstr_plural = {0: text}
        else:
            new.msgstr = text
        entries.append(new)
    return _catalogue(entries, language=_LOCALE)


def problems() -> list[str]:
    """Say what keeps the committed catalogues from being complete; empty when nothing."""
    wanted = {entry.msgid for entry in extract()}
    template = {entry.msgid for entry in polib.pofile(str(POT))}
    chinese = polib.pofile(str(PO))
    compiled = {
        entry.msgid: entry.msgstr or entry.msgstr_plural
        for entry in polib.mofile(str(PO.with_suffix(".mo")))
    }
    ours = {entry.msgid: entry.msgstr or entry.msgstr_plural for entry in chinese}
    return [
        *(f"Not in the template: {text!r}" for text in sorted(wanted - template)),
        *(f"No longer in the source: {text!r}" for text in sorted(template - wanted)),
        *(f"Not in the Chinese catalogue: {text!r}" for text in sorted(template - set(ours))),
        *(f"Not translated: {entry.msgid!r}" for entry in chinese.untranslated_entries()),
        *(f"Translation in doubt: {entry.msgid!r}" for entry in chinese.fuzzy_entries()),
        *(["The compiled catalogue is older than the Chinese one."] if compiled != ours else []),
    ]


def update() -> polib.POFile:
    """Write all three files; return the Chinese catalogue."""
    template = extract()
    PO.parent.mkdir(parents=True, exist_ok=True)
    old = polib.pofile(str(PO)) if PO.exists() else polib.POFile()
    chinese = translate(template, old)
    template.save(str(POT))
    chinese.save(str(PO))
    chinese.save_as_mofile(str(PO.with_suffix(".mo")))
    return chinese


def _catalogue(entries: object, *, language: str) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {**_HEADER, "Language": language}
    ordered = sorted(entries, key=lambda entry: entry.msgid)  # type: ignore[call-overload]
    for entry in ordered:
        entry.occurrences = sorted(entry.occurrences)
    catalogue.extend(ordered)
    return catalogue


def main(arguments: list[str]) -> int:
    """Run ``update`` or ``check``; print what is left to do."""
    if arguments not in (["update"], ["check"]):
        sys.stderr.write("Say what to do: update or check.\n")
        return 2
    if arguments == ["update"]:
        update()
    left = problems()
    sys.stdout.write("".join(f"{line}\n" for line in left) or "The catalogues are complete.\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
