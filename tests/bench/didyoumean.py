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
    import ckan.plugins.toolkit as tk
    from ckan import model

    from ckanext.scigov.search import corrections

    chance = random.Random(SEED)
    seen: Counter[str] = Counter()
    for word in words:
        written = slip(word, chance)
        if written == word:
            continue
        seen["made"] += 1
        context = {"user": "", "auth_user_obj": model.AnonymousUser()}
        enough = min(corrections.FEW, corrections.counted(context, word, fq=""))
        if corrections.counted(context, written, fq="") >= enough:
            seen["anyway"] += 1
            continue
        found = tk.get_action("scigov_search_correct")(context, {"text": written})
        model.Session.remove()
        proposed = [proposal["text"] for proposal in found]
        seen["first"] += proposed[:1] == [word]
        seen["three"] += word in proposed
        seen["other"] += bool(proposed) and word not in proposed
        seen["none"] += not proposed
    asked = seen["made"] - seen["anyway"]
    return [
        seen["made"],
        seen["anyway"],
        asked,
        *(seen[k] for k in ("first", "three", "other", "none")),
    ]


def _slips() -> Mapping[str, Slip]:
    from ckanext.scigov.search.domain import readings

    usual = Counter(
        c for record in portals.records() for c in record.title if "\u4e00" <= c <= "\u9fff"
    )
    characters = [c for c, _ in usual.most_common(2000)]
    by_sound: dict[str, list[str]] = defaultdict(list)
    by_likeness: dict[str, list[str]] = defaultdict(list)
    for character in characters:
        by_sound[readings.full(character)].append(character)
        by_likeness[_blurred(readings.full(character))].append(character)

    def one_of(word: str, chance: random.Random, choices: Callable[[str], list[str]]) -> str:
        at = chance.choice(range(len(word)))
        other = [c for c in choices(word[at]) if c != word[at]]
        return f"{word[:at]}{chance.choice(other)}{word[at + 1 :]}" if other else word

    def alike(character: str) -> list[str]:
        same = readings.full(character)
        return [c for c in by_likeness[_blurred(same)] if readings.full(c) != same]

    return {
        "a character of the same sound": lambda w, c: one_of(
            w, c, lambda x: by_sound[readings.full(x)]
        ),
        "a character of a like sound (z/zh, n/ng)": lambda w, c: one_of(w, c, alike),
        "a wrong character": lambda w, c: one_of(w, c, lambda _: characters),
        "a character missing": _missing,
        "a character doubled": _doubled,
        "two neighbours swapped": _swapped,
        "the word typed twice": lambda w, _: w + w,
        "pinyin": lambda w, _: readings.full(w),
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
