"""What holds for a paragraph or a run of a Word file: its own properties over those of its styles.

Properties are flat: ``{"spacing": {"before": "120"}, "pBdr/top": {"val": "single"}}``, with the names of
WordprocessingML. What is nearer to the text comes later and goes before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from docx.oxml.ns import qn
from lxml.etree import QName, XMLParser, fromstring

Element: TypeAlias = Any
"""Of lxml, which has no types."""
Properties: TypeAlias = dict[str, dict[str, str]]

_THEME = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
OFF = frozenset({"0", "false", "off", "none"})
_INDENTS = ("firstLine", "firstLineChars", "hanging", "hangingChars")
_FONTS = {"ascii": "asciiTheme", "hAnsi": "hAnsiTheme", "eastAsia": "eastAsiaTheme"}


def local(element: Element) -> str:
    """Return an element's name without its namespace; empty for a comment."""
    return QName(element).localname if isinstance(element.tag, str) else ""


def word(element: Element | None, *path: str) -> Element | None:
    """Return a descendant by the names on the way to it."""
    for name in path:
        element = None if element is None else element.find(qn(f"w:{name}"))
    return element


def value(element: Element | None, name: str = "val") -> str:
    return "" if element is None else str(element.get(qn(f"w:{name}")) or "")


def flat(element: Element | None) -> Properties:
    """Return the properties in a ``pPr``, ``rPr``, ``tblPr`` or ``tcPr``."""
    found: Properties = {}
    for child in () if element is None else element:
        name = local(child)
        found[name] = _attributes(child)
        for inner in child:
            key = f"{name}/{local(inner)}"
            if name == "tabs":
                key += f"@{value(inner, 'pos')}"
            found[key] = _attributes(inner)
    return found


def merged(layers: Iterable[Mapping[str, Mapping[str, str]]]) -> Properties:
    """Lay properties over each other; what a nearer layer does not say stays as it was."""
    found: Properties = {}
    for layer in layers:
        for name, attributes in layer.items():
            known = found.setdefault(name, {})
            if name == "ind" and any(one in attributes for one in _INDENTS):
                for one in _INDENTS:
                    known.pop(one, None)
            if name == "rFonts":
                for one, theme in _FONTS.items():
                    if one in attributes:
                        known.pop(theme, None)
            known.update(attributes)
    return found


def is_on(properties: Properties, name: str) -> bool:
    return name in properties and properties[name].get("val", "1") not in OFF


def number(text: str | None, usual: float = 0) -> float:
    """Return a number as a file writes it; for nothing, and for what is none, the usual one."""
    try:
        return float(text or "")
    except ValueError:
        return usual


def length(properties: Properties, name: str, attribute: str) -> float:
    """Return a length that is written in twentieths of a point, in points."""
    return number(properties.get(name, {}).get(attribute)) / 20


def _attributes(element: Element) -> dict[str, str]:
    return {QName(name).localname: str(text) for name, text in element.attrib.items()}


class Styles:
    """The styles of a document."""

    def __init__(self, styles: Element, theme: bytes = b"") -> None:
        self._by_id = {value(one, "styleId"): one for one in styles.iter(qn("w:style"))}
        self._default = {
            value(one, "type"): value(one, "styleId")
            for one in styles.iter(qn("w:style"))
            if value(one, "default") in ("1", "true")
        }
        defaults = word(styles, "docDefaults")
        self._paragraph = flat(word(defaults, "pPrDefault", "pPr"))
        self._run = flat(word(defaults, "rPrDefault", "rPr"))
        self._theme = _theme_fonts(theme)

    def chain(self, style: str, kind: str) -> list[Element]:
        """Return a style and those that it is based on, the outermost first."""
        found: list[Element] = []
        one = self._by_id.get(style or self._default.get(kind, ""))
        while one is not None and one not in found:
            found.insert(0, one)
            one = self._by_id.get(value(word(one, "basedOn")))
        return found

    def name(self, style: str) -> str:
        return value(word(self._by_id.get(style), "name"))

    def paragraph(
        self, own: Element | None, table: str, numbers: Properties, *, is_styles: bool
    ) -> Properties:
        """Return what holds for a paragraph.

        Args:
            own: its ``pPr``.
            table: the style of the table it stands in.
            numbers: of the level of its list.
            is_styles: the list comes with its style, whose own indents then go before the list's.
        """
        styled = [flat(word(one, "pPr")) for one in self.chain(value(word(own, "pStyle")), "paragraph")]  # fmt: skip
        ordered = [numbers, *styled] if is_styles else [*styled, numbers]
        return merged([self._paragraph, *self._of_table(table, "pPr"), *ordered, flat(own)])

    def run(self, paragraph: str, own: Element | None, table: str) -> Properties:
        """Return what holds for a run with these properties in a paragraph of this style."""
        styles = [*self.chain(paragraph, "paragraph"), *self._character(own)]
        styled = [flat(word(one, "rPr")) for one in styles]
        return merged([self._run, *self._of_table(table, "rPr"), *styled, flat(own)])

    def fonts(self, properties: Properties) -> tuple[str, str]:
        """Return the names of the faces of Chinese and of Latin letters."""
        fonts = properties.get("rFonts", {})
        eastern = self._theme.get(fonts.get("eastAsiaTheme", "")) or fonts.get("eastAsia", "")
        latin = self._theme.get(fonts.get("asciiTheme", "")) or fonts.get("ascii", "")
        return eastern, latin

    def _character(self, own: Element | None) -> list[Element]:
        style = value(word(own, "rStyle"))
        return self.chain(style, "character") if style else []

    def _of_table(self, style: str, part: str) -> list[Properties]:
        return [flat(word(one, part)) for one in self.chain(style, "table")] if style else []


def _theme_fonts(theme: bytes) -> dict[str, str]:
    """Return the faces that a theme gives names to: ``minorEastAsia`` and so on."""
    if not theme:
        return {}
    root = fromstring(theme, XMLParser(resolve_entities=False, no_network=True))
    found: dict[str, str] = {}
    for part in ("major", "minor"):
        fonts = root.find(f".//{_THEME}{part}Font")
        if fonts is None:
            continue
        faces = {local(one): one.get("typeface") or "" for one in fonts}
        chinese = fonts.find(f"{_THEME}font[@script='Hans']")
        eastern = faces.get("ea") or ("" if chinese is None else chinese.get("typeface"))
        found |= {
            f"{part}EastAsia": eastern or "",
            f"{part}HAnsi": faces.get("latin", ""),
            f"{part}Ascii": faces.get("latin", ""),
        }
    return found
