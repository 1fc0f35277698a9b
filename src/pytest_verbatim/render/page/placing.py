"""Where a sentence stands in a text, and characters of it; white space is folded.

Knows no markup.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pytest_verbatim.change import Doubt
from pytest_verbatim.render.page.intraline import Spans

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Placed:
    """A doubtful sentence in its text: which of the doubts, where, and where its marks are.

    `start`, `end` and `marks` are in characters of the text, half-open.
    """

    number: int
    start: int
    end: int
    marks: Spans


def placed(text: str, doubts: Sequence[Doubt]) -> tuple[Placed, ...]:
    """Return those doubtful sentences that are found in a text, by their place; none overlap."""
    folded, offsets = _folded(text)
    taken: list[tuple[int, int]] = []
    found: list[Placed] = []
    after = 0
    for number, doubt in enumerate(doubts):
        sentence, of_sentence = _folded(doubt.sentence)
        span = _free(folded, sentence, after, taken)
        if span is None:
            continue
        taken.append(span)
        after = span[1]
        here = offsets[span[0] : span[1] + 1]
        marks = tuple(_marks(doubt.marks, of_sentence, here))
        found.append(Placed(number, here[0], here[-1], marks))
    return tuple(sorted(found, key=lambda one: one.start))


def sentence_marks(doubt: Doubt) -> Spans:
    """Return the marks of a doubt that are inside its sentence, none overlapping another."""
    size = len(doubt.sentence)
    whole = range(size + 1)
    return tuple(_marks(doubt.marks, whole, whole))


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Return a text with white space folded, and for each of its characters the offset in `text`.

    One offset more stands for the end.
    """
    words: list[str] = []
    offsets: list[int] = []
    end = 0
    for word in _WORD.finditer(text):
        if words:
            offsets.append(end)
        words.append(word[0])
        offsets.extend(range(*word.span()))
        end = word.end()
    return " ".join(words), [*offsets, end]


def _free(
    folded: str, sentence: str, after: int, taken: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """Return where a sentence stands by itself, at or behind `after` if it does there.

    A place inside other words is taken only where there is no better one.
    """
    if not sentence:
        return None
    starts = [one.start() for one in re.finditer(f"(?={re.escape(sentence)})", folded)]
    spans = [(start, start + len(sentence)) for start in starts]
    free = [one for one in spans if all(one[1] <= a or one[0] >= b for a, b in taken)]
    return min(free, key=lambda one: (not _apart(folded, *one), one[0] < after), default=None)


def _apart(folded: str, start: int, end: int) -> bool:
    return folded[start - 1 : start] in {"", " "} and folded[end : end + 1] in {"", " "}


def _marks(
    marks: Spans, of_sentence: Sequence[int], here: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield marks of a sentence as spans of its text; what is outside or overlaps is cut off."""
    fold = {offset: at for at, offset in enumerate(of_sentence)}
    done = 0
    for start, end in sorted(marks):
        first, last = fold.get(max(start, 0)), fold.get(min(end, of_sentence[-1]))
        if first is None or last is None:
            continue
        first = max(first, done)
        if first < last:
            yield here[first], here[last]
            done = last
