"""The sentences of declared prose, each with the lines and the characters it takes.

Knows no example and no corpus. Where a sentence ends is told by punctuation and the next word;
what the words mean is not looked at, so a wrong cut is possible after an unknown abbreviation.
"""

import inspect
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

_KEPT = 4096
"""Of so many texts the spans are kept: each sentence is asked for by several checks."""
_LIST_ITEM = re.compile(r"(?:[-*]|[0-9]+\.) ")  # the forms of prose.unwrap
_BACKTICKS = re.compile("`+")
_OPENERS = "([{<\"'*_\u201c\u2018\u00ab"
_CLOSERS = ")]}>\"'*_\u201d\u2019\u00bb"
_DOTS = ("..", "\u2026")
_ENDINGS = (*"!?.", "\u2026")
_COUNTED = re.compile(r"[0-9]\.$")

# Followed by the thing itself, whatever its first letter.
_NEVER_LAST = frozenset(
    "e.g. i.e. w.r.t. a.k.a. cf. vs. viz. ca. approx. resp. incl. excl. mr. mrs. dr. prof.".split()
)
# Abbreviations before a number, ordinary words at the end of a sentence.
_BEFORE_NUMBER = frozenset(
    "no. nos. nr. p. pp. ch. vol. art. sect. fig. figs. eq. max. min. rev. ver.".split()
)
# They may end a sentence; a capital letter after them says so.
_PERHAPS_LAST = re.compile(r"(?:etc|al|inc|ltd|(?:[a-z]\.)+[a-z])\.$")


class _Word(NamedTuple):
    text: str
    line: int  # 1-based, after cleandoc
    start: int  # in the folded text


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, unwrapped: white space folded to single blanks, without a list marker."""

    text: str
    line: int
    """1-based, in the text after `inspect.cleandoc`: where it begins."""
    last_line: int
    """1-based, likewise: where it ends."""
    paragraph: int
    """0-based; blank lines separate paragraphs, list items do not."""
    start: int
    """Characters before it in the folded text of the whole prose, list markers included."""
    end: int
    """Where it ends in the folded text; `folded[start:end]` is `text`."""
    line_starts: tuple[int, ...] = ()
    """The offsets in `text` at which its second and further lines begin, ascending."""

    def line_at(self, offset_in_sentence: int) -> int:
        """Return the 1-based line, after `inspect.cleandoc`, of a character of `text`.

        A blank that stands for the end of a line belongs to the line it ends.

        Raises:
            IndexError: if no character of `text` has this offset.
        """
        if not 0 <= offset_in_sentence < len(self.text):
            raise IndexError(f"offset {offset_in_sentence} is outside {self.text!r}")
        return self.line + bisect_right(self.line_starts, offset_in_sentence)


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of declared prose, in their order.

    A blank line or a list item ends a sentence; so do `.`, `!` and `?` before white space, but
    not inside backticks, after an abbreviation or in an ellipsis that goes on. Colons and
    semicolons end none. A last sentence needs no full stop.
    """
    return tuple(
        _sentence(words, paragraph) for paragraph, block in _blocks(text) for words in _split(block)
    )


@lru_cache(maxsize=_KEPT)
def code_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans (characters, half-open) in backticks, backticks included, ascending.

    As in CommonMark, a run of backticks is closed by the next run of the same length; one that
    is never closed is text.
    """
    if "`" not in text:
        return ()
    runs = [match.span() for match in _BACKTICKS.finditer(text)]
    closing: list[int | None] = [None] * len(runs)
    seen: dict[int, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        closing[index] = seen.get(length)
        seen[length] = index
    spans = []
    index = 0
    while index < len(runs):
        close = closing[index]
        if close is not None:
            spans.append((runs[index][0], runs[close][1]))
            index = close
        index += 1
    return tuple(spans)


def _blocks(text: str) -> Iterator[tuple[int, list[_Word]]]:
    """Yield (paragraph, words) for each paragraph before its list, and for each list item."""
    paragraph = offset = 0
    block: list[_Word] = []
    fresh = True  # nothing of this paragraph was seen yet
    for number, line in enumerate(inspect.cleandoc(text).split("\n"), 1):
        words = line.split()
        if not words:
            yield paragraph, block
            block, paragraph, fresh = [], paragraph + (not fresh), True
            continue
        if _LIST_ITEM.match(line.lstrip() if fresh else line):
            yield paragraph, block
            block = []
            offset += len(words.pop(0)) + 1
        fresh = False
        for word in words:
            block.append(_Word(word, number, offset))
            offset += len(word) + 1
    yield paragraph, block


def _split(words: Sequence[_Word]) -> Iterator[Sequence[_Word]]:
    """Yield the sentences of one paragraph or list item, as runs of words."""
    if not words:
        return
    base = words[0].start
    spans = code_spans(" ".join(word.text for word in words))
    starts = [start for start, _ in spans]
    first = 0
    for index in range(len(words) - 1):
        bare = words[index].text.rstrip(_CLOSERS)
        if not bare.endswith(_ENDINGS):
            continue
        at = words[index].start - base + len(bare) - 1
        span = bisect_right(starts, at) - 1
        in_code = span >= 0 and at < spans[span][1]
        if not in_code and _ends(words, first, index, bare):
            yield words[first : index + 1]
            first = index + 1
    yield words[first:]


def _ends(words: Sequence[_Word], first: int, index: int, bare: str) -> bool:
    """Tell whether a word, `bare` of closing marks, ends the sentence that begins at `first`."""
    after = words[index + 1].text.lstrip(_OPENERS)
    closed = len(bare) < len(words[index].text)
    if bare.endswith(_DOTS):
        return after[:1].isupper() and bare.strip(".\u2026") != ""
    if not any(map(str.isalnum, bare)) and "`" not in bare:  # a mark alone: the ? operator
        return not closed and after[:1].isupper() and bare != "."
    plain = after.rstrip(".,;:!?" + _CLOSERS)
    if (closed or bare[-1] == "!") and plain.isalpha() and plain.islower():
        return False  # "wait." and so on; the name of a macro, as in vec! is
    if bare[-1] != ".":
        return True
    word = bare.lstrip(_OPENERS).lower()
    before = words[index - 1].text if index > first else ""
    if word in _NEVER_LAST or (
        word in _BEFORE_NUMBER and after[:1].isdigit() and not before[-1:].isdigit()
    ):
        return False
    if _PERHAPS_LAST.match(word):
        return after[:1].isupper()
    if _COUNTED.match(word):  # counted in a line: 1. claim, 2. run
        return before[-1:] not in {"", ":", ";"}
    return True


def _sentence(words: Sequence[_Word], paragraph: int) -> Sentence:
    """Return the sentence that these words make."""
    text = " ".join(word.text for word in words)
    start, line = words[0].start, words[0].line
    return Sentence(
        text=text,
        line=line,
        last_line=words[-1].line,
        paragraph=paragraph,
        start=start,
        end=start + len(text),
        line_starts=tuple(
            word.start - start for before, word in pairwise(words) if word.line > before.line
        ),
    )
