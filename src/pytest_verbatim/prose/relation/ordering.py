"""Sentences that say which of two calls is first: "`a` runs before `b`", "first `a`, then `b`"."""

from collections.abc import Iterator

from pytest_verbatim.prose.relation.phrase import ADVERBS, Phrase, Reader
from pytest_verbatim.prose.relation.stated import Pair, begins_clause

_COMING = ADVERBS - {"then", "first", "next", "last"} | frozenset(
    "is are was gets runs run comes come stands stand sits goes go happens called awaited done "
    "made right long well shortly placed executed invoked".split()
)
"""What may stand between the name of a call and the word that puts it in order."""
_EARLIER = (("before",), ("ahead", "of"), ("prior", "to"), ("precedes",))
_LATER = (("after",), ("behind",), ("follows",), ("is", "preceded", "by"))
_FOLLOWED = ("is", "followed", "by")
_SECOND = frozenset("after afterwards second next then later last".split())
_BEGINS = frozenset("begins starts opens".split())
_GOES_ON = (("goes", "on", "to"), ("goes", "on", "with"), ("continues", "with"), ("ends", "with"))
_DONE = frozenset("is has was returns".split())
_TELLING = frozenset(
    {*(form[0] for form in (*_EARLIER, *_LATER, _FOLLOWED)), *_BEGINS, "first", "once"}
)
"""The words at which something is said of an order."""


def orderings(reader: Reader) -> Iterator[Pair]:
    """Yield what a sentence says that comes first, as (kind, first, then)."""
    for at in reader.at_words(_TELLING):
        yield from _beside(reader, at)
        yield from _first_then(reader, at)
        yield from _begins_with(reader, at)
        yield from _once(reader, at)


def _size(reader: Reader, at: int, forms: tuple[tuple[str, ...], ...]) -> int:
    """Return how many words the first of these forms takes that stands at an index; 0 for none."""
    for words in forms:
        if all(reader.word(at + n) == word for n, word in enumerate(words)):
            return len(words)
    return 0


def _beside(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`a` runs before `b`", "`a` is followed by `b`", "`b` comes after `a`"."""
    earlier = _size(reader, at, (*_EARLIER, _FOLLOWED))
    later = _size(reader, at, _LATER)
    size = earlier or later
    one = reader.one_before(reader.back(at, _COMING)) if size else None
    other = reader.one(at + size) if one is not None else None
    if one is None or other is None or not begins_clause(reader, one.first):
        return
    if reader.word(other.after).endswith(("s", "ed")):
        return  # "before `b` does": not the call, but what it comes to
    yield ("before", one, other) if earlier else ("before", other, one)


def _first_then(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "first `a`, then `b`" and "`a` first and `b` after it"."""
    if reader.word(at) != "first":
        return
    one, then = reader.one(at + 1), False
    if one is not None and begins_clause(reader, at):
        after, then = one.after, True
    else:
        one, after = reader.one_before(at), at + 1
    if one is None:
        return
    here = reader.past(after + (reader.mark(after) in {",", ";"}), {"and"})
    told = reader.word(here) == "then"
    other = reader.one(here + told)
    if other is not None and (told or (not then and reader.word(other.after) in _SECOND)):
        yield "before", one, other


def _begins_with(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "it begins with `a` and goes on to `b`"."""
    if reader.word(at) not in _BEGINS or reader.word(at + 1) != "with":
        return
    one = reader.one(at + 2)
    if one is None:
        return
    here = reader.past(one.after + (reader.mark(one.after) == ","), {"and", "then"})
    size = _size(reader, here, _GOES_ON)
    other: Phrase | None = reader.one(here + size) if size else None
    if other is not None:
        yield "before", one, other


def _once(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "it calls `b` once `a` is done"."""
    if reader.word(at) != "once":
        return
    one, other = reader.one(at + 1), reader.one_before(at)
    if one is not None and other is not None and reader.word(one.after) in _DONE:
        yield "before", one, other
