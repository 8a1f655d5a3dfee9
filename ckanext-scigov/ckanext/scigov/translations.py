"""Keeps the message catalogues: what our code says, and what CKAN's code should say in Chinese.

``python -m ckanext.scigov.translations update`` reads every string out of the
source, renews the template (.pot), carries the Chinese over (.po) and compiles
it (.mo); then it does the same with the strings of CKAN and the extensions
(``borrowed.py``). ``check`` says what is stale or untranslated and changes nothing.
The catalogues are files of the package, so only a source tree can be renewed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import polib
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from ckanext.scigov import borrowed, wording

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[2]
_I18N = _HERE / "i18n"
_FOLDERS = ("ckanext-scigov", "harvesters")
_LOCALE = borrowed.LOCALE
_DOMAIN = "ckanext-scigov"
POT = _I18N / f"{_DOMAIN}.pot"
PO = _I18N / _LOCALE / "LC_MESSAGES" / f"{_DOMAIN}.po"
_HEADER = {
    "Project-Id-Version": _DOMAIN,
    "Language": "",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def extract() -> polib.POFile:
    """Read every translatable string of the source."""
    with (_ROOT / "config" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found: dict[str, polib.POEntry] = {}
    for folder in _FOLDERS:
        messages = extract_from_dir(
            _ROOT / folder, methods, options, keywords=borrowed.KEYWORDS, comment_tags=()
        )
        for name, _line, message, _comments, _context in messages:
            singular, plural = message if isinstance(message, tuple) else (message, "")
            entry = found.setdefault(singular, polib.POEntry(msgid=singular))
            if plural:
                entry.msgid_plural, entry.msgstr_plural = plural, {0: ""}
            place = (f"{folder}/{name}", "")
            if place not in entry.occurrences:
                entry.occurrences.append(place)
    return _catalogue(found.values(), language="")


def translate(template: polib.POFile, known: dict[str, polib.POEntry]) -> polib.POFile:
    """Return the Chinese catalogue: every string of the template with the Chinese it had."""
    entries = []
    for entry in template:
        new = polib.POEntry(
            msgid=entry.msgid,
            msgid_plural=entry.msgid_plural,
            occurrences=entry.occurrences,
            comment=entry.comment,
        )
        before = known.get(entry.msgid)
        text = borrowed.text_of(before) if before else ""
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
    texts = {entry.msgid: borrowed.text_of(entry) for entry in chinese}
    faults = [
        f"{fault}: {entry.msgid!r}"
        for entry in chinese.translated_entries()
        for fault in wording.faults(entry.msgid, entry.msgid_plural, texts[entry.msgid])
    ]
    return [
        *(f"Not in the template: {text!r}" for text in sorted(wanted - template)),
        *(f"No longer in the source: {text!r}" for text in sorted(template - wanted)),
        *(f"Not in the Chinese catalogue: {text!r}" for text in sorted(template - set(ours))),
        *(f"Not translated: {entry.msgid!r}" for entry in chinese.untranslated_entries()),
        *(f"Translation in doubt: {entry.msgid!r}" for entry in chinese.fuzzy_entries()),
        *faults,
        *(["The compiled catalogue is older than the Chinese one."] if compiled != ours else []),
        *borrowed.problems(texts),
    ]


def update() -> polib.POFile:
    """Write the files of both catalogues; return our own in Chinese.

    A string that we begin to say, or that only CKAN says now, changes the catalogue with its text.
    """
    template = extract()
    ours, theirs = _chinese_of(PO), _chinese_of(borrowed.PO)
    chinese = translate(template, {**theirs, **ours})
    entries = borrowed.renew({**ours, **theirs}, {entry.msgid for entry in template})
    catalogue_of_theirs = _catalogue(entries, language=_LOCALE, by_place=True)
    template.save(str(POT))
    for catalogue, path in ((chinese, PO), (catalogue_of_theirs, borrowed.PO)):
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))
    return chinese


def _chinese_of(path: Path) -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(str(path))} if path.exists() else {}


def _catalogue(
    entries: Iterable[polib.POEntry], *, language: str, by_place: bool = False
) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {**_HEADER, "Language": language}
    ordered = sorted(entries, key=lambda entry: (entry.comment if by_place else "", entry.msgid))
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
