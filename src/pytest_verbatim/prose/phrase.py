"""`Phrase`: words to look for in prose, as a person writes them down.

A word stands for itself, with `*` at its end for all its endings. There is no other pattern, so
that a rule can be read by whoever reads the text, and matching takes linear time.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

_PATTERN_MARKS = re.compile(r"[\\^$|()\[\]{}+?]|\.\*|\*\*")
_WORD = re.compile(r"[\w'&!]+(?:(?:::|[-./])[\w'&!]+)*\*?")
_SHORTEST_STEM = 3
_GAP = r"[\s`-]+"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One or more words in a row; made by `parse`."""

    text: str

    @classmethod
    def parse(cls, text: str) -> "Phrase":
        """Return the phrase that a text says.

        Raises:
            ValueError: it says none; the message goes on from "`any` holds ...".
        """
        marks = _PATTERN_MARKS.search(text)
        if marks:
            raise ValueError(
                f"{text!r} with `{marks[0]}` in it: no regular expressions; "
                "write words, with `*` at the end of one for its endings"
            )
        words = text.split()
        if not words:
            raise ValueError("a blank; write a word or a phrase")
        for word in words:
            if not _WORD.fullmatch(word):
                raise ValueError(
                    f"{text!r}, where {word!r} is no word: letters, digits, `_`, `'`, `&` and `!`, "
                    "between them `-`, `.`, `/` or `::`, with `*` at the end for endings"
                )
            if word.endswith("*") and len(word) <= _SHORTEST_STEM:
                raise ValueError(
                    f"{text!r}, where {word!r} fits too much; give the stem three letters or more"
                )
        return cls(text)

    def __str__(self) -> str:
        """Return the text as it was written."""
        return self.text

    def stands_in(self, text: str) -> bool:
        """Return whether the phrase stands in a text, in whole words.

        Upper and lower case are alike in a word of the phrase that has no capital behind its first
        letter: `redis` and `Redis` find both, `TTL` finds no `ttl`. Its blanks and hyphens find
        white space, line ends and hyphens; backticks around words do not matter. Letters, digits
        and `_` make a word: `TTL` does not stand in `throttled`, `cache` not in `cache_type`,
        `cache*` does.
        """
        if text.isascii() and not all(stem in _lower(text) for stem in _stems(self.text)):
            return False  # nearly always, and sooner than a search tells
        return _pattern(self.text).search(text) is not None


@cache
def _stems(phrase: str) -> tuple[str, ...]:
    """Return what stands in each ASCII text, in small letters, in which the phrase stands."""
    words = (word.removesuffix("*") for part in phrase.split() for word in part.split("-"))
    return tuple(word.lower() for word in words)


@lru_cache(maxsize=8)
def _lower(text: str) -> str:
    return text.lower()


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    words = (_word(word) for part in phrase.split() for word in part.split("-"))
    return re.compile(rf"(?<!\w){_GAP.join(words)}(?!\w)")


def _word(word: str) -> str:
    stem = re.escape(word.removesuffix("*")).replace("'", "['\u2019]")
    ending = r"\w*" if word.endswith("*") else ""
    exact = any(char.isupper() for char in word[1:])
    return f"{stem}{ending}" if exact else f"(?i:{stem}{ending})"
