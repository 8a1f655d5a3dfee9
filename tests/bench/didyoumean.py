"""``./scigov test --bench didyoumean``: how often "did you mean" names what was meant.

200 words are drawn from real catalogues by a seed: keywords of three to eight Chinese characters
that also stand in a title. One slip is made in each, of a stated kind and drawn by the same seed; no
list of usual mistakes is used, and nothing is left out. Where the search finds three datasets in spite
of the slip, or as many as for the word itself, no proposal is needed; those are counted apart. Right is
only the very word.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping

from corpus import portals

from bench import ckan_here, measuring
from bench.suggest import fill

SEED = 20
"""Not the one with which the costs of slips were chosen (7)."""
WORDS = 200
LIKE_SOUNDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))

Slip = Callable[[str, random.Random], str]


def main(argv: list[str]) -> int:
    """Make the slips, ask for corrections, count."""
    parser = argparse.ArgumentParser(prog="didyoumean")
    parser.add_argument("--words", type=int, default=WORDS)
    options = parser.parse_args(argv)
    print(f"Machine: {measuring.machine()}")
    try:
        records = portals.records()
    except portals.CorpusMissingError as reason:
        print(f"NOT RUN: {reason}")
        return 1
    with ckan_here.loaded():
        fill(len(records))
        print(_report(_words(options.words), _latin_words()), flush=True)
    return 0


def _words(count: int) -> list[str]:
    records = portals.records()
    titles = "\n".join({record.title for record in records})
    tags = sorted({tag for record in records for tag in record.tags})
    chinese = [tag for tag in tags if re.fullmatch("[\u4e00-\u9fff]{3,8}", tag) and tag in titles]
    return random.Random(SEED).sample(chinese, count)


def _latin_words() -> list[str]:
    titles = " ".join({record.title for record in portals.records()})
    return sorted({word.lower() for word in re.findall("[A-Za-z]{4,}", titles)})


def _report(words: list[str], latin: list[str]) -> str:
    slips = _slips()
    cases = {name: (words, slip) for name, slip in slips.items()}
    cases["Latin: a letter missing"] = (latin, _missing)
    cases["Latin: two letters swapped"] = (latin, _swapped)
    rows = [(name, *map(str, _counted(*case))) for name, case in cases.items()]
    head = ("slip", "made", "found anyway", "asked", "first", "among three", "other", "none")
    return f"\n{measuring.table(head, rows)}"


def _counted(words: list[str], slip: Slip) -> list[int]:
    chance = random.Random(SEED)
    seen: Counter[str] = Counter()
    for word in words:
        written = slip(word, chance)
        if written != word:
            seen["made"] += 1
            seen.update(_judged(word, written))
    asked = seen["made"] - seen["anyway"]
    several = (seen[k] for k in ("first", "three", "other", "none"))
    return [seen["made"], seen["anyway"], asked, *several]


def _judged(word: str, written: str) -> set[str]:
    """Return what is to be counted of one slip."""
    import ckan.plugins.toolkit as tk
    from ckan import model

    from ckanext.scigov.search import corrections

    context = {"user": "", "auth_user_obj": model.AnonymousUser()}
    enough = min(corrections.FEW, corrections.counted(context, word, fq=""))
    if corrections.counted(context, written, fq="") >= enough:
        return {"anyway"}
    found = tk.get_action("scigov_search_correct")(context, {"text": written})
    # As at the end of a request: the next one begins a transaction of its own.
    model.Session.remove()
    proposed = [proposal["text"] for proposal in found]
    if word not in proposed:
        return {"other" if proposed else "none"}
    return {"first", "three"} if proposed[0] == word else {"three"}


class _Characters:
    """The usual characters of the catalogue, and which of them sound like which."""

    def __init__(self) -> None:
        titles = "".join(record.title for record in portals.records())
        chinese = Counter(c for c in titles if "\u4e00" <= c <= "\u9fff")
        self.usual = [character for character, _ in chinese.most_common(2000)]
        self.sounds: dict[str, list[str]] = defaultdict(list)
        self.alike: dict[str, list[str]] = defaultdict(list)
        for character in self.usual:
            self.sounds[_read(character)].append(character)
            self.alike[_blurred(_read(character))].append(character)

    def of_the_same_sound(self, character: str) -> list[str]:
        return self.sounds[_read(character)]

    def of_a_like_sound(self, character: str) -> list[str]:
        alike = self.alike[_blurred(_read(character))]
        return [other for other in alike if _read(other) != _read(character)]


def _read(text: str) -> str:
    from ckanext.scigov.search.domain import readings

    return readings.full(text)


def _replaced(choices: Callable[[str], list[str]]) -> Slip:
    def slip(word: str, chance: random.Random) -> str:
        at = chance.randrange(len(word))
        others = [c for c in choices(word[at]) if c != word[at]]
        return f"{word[:at]}{chance.choice(others)}{word[at + 1 :]}" if others else word

    return slip


def _slips() -> Mapping[str, Slip]:
    characters = _Characters()
    return {
        "a character of the same sound": _replaced(characters.of_the_same_sound),
        "a character of a like sound (z/zh, n/ng)": _replaced(characters.of_a_like_sound),
        "a wrong character": _replaced(lambda _: characters.usual),
        "a character missing": _missing,
        "a character doubled": _doubled,
        "two neighbours swapped": _swapped,
        "the word typed twice": lambda word, _: word + word,
        "pinyin": lambda word, _: _read(word),
    }


def _blurred(reading: str) -> str:
    for clear, blurred in LIKE_SOUNDS:
        reading = reading.replace(clear, blurred)
    return reading


def _missing(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _doubled(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at] + word[at:]


def _swapped(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
