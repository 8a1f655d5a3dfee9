"""The settings of a connector as a mapping file gives them: read, and judged with a sentence.

A connector reads each setting once, by name and kind, and then says that it has read them all; a name
that nobody has read is a slip of the pen, and told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any


def N_(text: str) -> str:  # noqa: N802 (what Babel looks for)
    """Mark a text for translation; whoever shows it translates it."""
    return text


class WrongSetting(ValueError):
    """A setting is wrong; ``str`` of it is the sentence in English.

    Whoever shows it to somebody translates ``sentence`` and formats it with ``values``.
    """

    def __init__(self, sentence: str, **values: Any) -> None:
        super().__init__(sentence.format(**values))
        self.sentence = sentence
        self.values = values


MISSING = N_("The setting {key} is missing. Write it into the mapping file.")
UNKNOWN = N_("The setting {key} is not known. What can be set here: {known}.")
NO_TEXT = N_("The setting {key} must be a text.")
NO_CHOICE = N_("The setting {key} must be one of these: {choices}.")
NO_NUMBER = N_("The setting {key} must be a number from {least} to {most}.")
NO_FLAG = N_("The setting {key} must be true or false.")
NO_LIST = N_("The setting {key} must be a list of texts.")
NO_MAPPING = N_("The setting {key} must be a mapping of names to values.")


class Settings:
    """A level of the settings. Nothing of a value is ever told: it may be a secret."""

    def __init__(self, given: Any, path: str = "connector", asked: set[str] | None = None) -> None:
        if not isinstance(given, Mapping):
            raise WrongSetting(NO_MAPPING, key=path)
        self._given: Mapping[str, Any] = given
        self._path = path
        self._names: set[str] = set()
        self._parts: list[Settings] = []
        self.asked: set[str] = set() if asked is None else asked
        """The full names of all settings that were asked for, those of parts included."""

    def __contains__(self, name: str) -> bool:
        return self._given.get(name) is not None

    def key(self, name: str) -> str:
        return f"{self._path}.{name}"

    def value(self, name: str, default: Any = None) -> Any:
        """Return what is given, of any kind."""
        self._names.add(name)
        self.asked.add(self.key(name))
        found = self._given.get(name)
        return default if found is None else found

    def needed(self, name: str) -> Any:
        found = self.value(name)
        if found is None:
            raise WrongSetting(MISSING, key=self.key(name))
        return found

    def text(self, name: str, default: str | None = None, choices: Collection[str] = ()) -> str:
        """Return a text; one without a default must be given."""
        found = self.needed(name) if default is None else self.value(name, default)
        if choices and found not in choices:
            raise WrongSetting(NO_CHOICE, key=self.key(name), choices=", ".join(choices))
        if not isinstance(found, str):
            raise WrongSetting(NO_TEXT, key=self.key(name))
        return found

    def number(self, name: str, default: float, least: float, most: float) -> float:
        found = self.value(name, default)
        is_number = isinstance(found, int | float) and not isinstance(found, bool)
        if not is_number or not least <= found <= most:
            raise WrongSetting(NO_NUMBER, key=self.key(name), least=least, most=most)
        return found

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        found = self.number(name, default, least, most)
        if int(found) != found:
            raise WrongSetting(NO_NUMBER, key=self.key(name), least=least, most=most)
        return int(found)

    def flag(self, name: str, *, default: bool) -> bool:
        found = self.value(name, default)
        if not isinstance(found, bool):
            raise WrongSetting(NO_FLAG, key=self.key(name))
        return found

    def texts(self, name: str, default: Collection[str] = ()) -> list[str]:
        """Return a list of texts; one text alone is a list, too."""
        found = self.value(name, list(default))
        found = [found] if isinstance(found, str) else found
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise WrongSetting(NO_LIST, key=self.key(name))
        return found

    def mapping(self, name: str, default: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return names and values that are the source's own, whatever they are."""
        found = self.value(name, default or {})
        if not isinstance(found, Mapping) or not all(isinstance(key, str) for key in found):
            raise WrongSetting(NO_MAPPING, key=self.key(name))
        return dict(found)

    def part(self, name: str) -> Settings:
        """Return a level below; an empty one where it is not given."""
        part = Settings(self.value(name, {}), self.key(name), self.asked)
        self._parts.append(part)
        return part

    def element(self, name: str, given: Any) -> Settings:
        """Return a level that is an element of a list."""
        return Settings(given, f"{self.key(name)}[]", self.asked)

    def done(self) -> None:
        """Say that all settings have been read.

        Raises:
            WrongSetting: one is given that was not.
        """
        for name in self._given:
            if name not in self._names:
                known = ", ".join(sorted(self._names))
                raise WrongSetting(UNKNOWN, key=self.key(str(name)), known=known)
        for part in self._parts:
            part.done()
