"""Sentences that say what calls what with nouns: "a caller of `b`", "the call of `b` in `a`"."""

from collections.abc import Iterator

from pytest_verbatim.prose.relation.phrase import ADJECTIVES, ADVERBS, ARTICLES, Phrase, Reader
from pytest_verbatim.prose.relation.stated import Pair, begins_clause
from pytest_verbatim.prose.relation.subject import subject_before

_IN = frozenset({"in", "inside", "within", "from"})
_CALLERS = frozenset({"caller", "callers"})
_CALLS = frozenset({"call", "calls", "invocation", "invocations"})
_COUNTED = ARTICLES | frozenset("its only single sole first second last one direct further".split())
_MAKING = frozenset(
    "makes make has have contains contain holds hold issues issue does do ends end starts start "
    "begins begin opens open needs need with in".split()
)
_SITTING = frozenset("sits stands is lives hides comes stays right directly".split())
_RETURNING = {
    "returns": 1,
    "forwards": 1,
    "gives": 2,
    "hands": 2,
    "passes": 2,
}
"""Verbs of returning, with how many words they have: "gives back", "passes on"."""
_RESULTS = frozenset("result value answer outcome output verdict".split())
_HANDING = frozenset("hands passes leaves gives sends".split())
_HANDED = 5
"""At most so many words stand between "hands" and "to": "the rest of the work over"."""
_BUILT = frozenset("built based implemented written made".split())
_UPON = (
    ("on", "top", "of"),
    ("in", "terms", "of"),
    ("by", "means", "of"),
    ("on",),
    ("upon",),
    ("around",),
    ("over",),
)
_TELLING = frozenset({*_CALLERS, *_CALLS, *_RETURNING, *_BUILT, *_HANDING, "wrapper"})
"""The words at which something is said of calls."""


def called(reader: Reader) -> Iterator[Pair]:
    """Yield what a sentence says, by nouns and by results, that calls or uses what."""
    for at in reader.at_words(_TELLING):
        yield from _caller(reader, at)
        yield from _call_in(reader, at)
        yield from _makes_call(reader, at)
        yield from _returns_what(reader, at)
        yield from _built_on(reader, at)
        yield from _hands_to(reader, at)
        yield from _there_is(reader, at)


def _caller(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`a` is the only caller of `b`", "`b`'s caller is `a`", "`b` has one caller, `a`"."""
    if reader.word(at) not in _CALLERS:
        return
    before = reader.back(at, _COUNTED)
    caller: Phrase | None = None
    if reader.word(at + 1) == "of":
        what = reader.one(at + 2)
        caller = _subject_of(reader, before)
        after = what.after if what is not None else at
    else:
        owned = reader.word(before - 1) == "'s"
        has = reader.word(before - 1) == "has" and reader.mark(at + 1) in {",", ":"}
        what = reader.one_before(before - 1) if owned or has else None
        caller = reader.several(at + 2) if has else None
        after = at + 1
    if caller is None and reader.word(after) in {"is", "are"}:
        caller = reader.several(after + 1)
    if what is not None and caller is not None and not caller.choice:
        yield "calls", caller, what


def _subject_of(reader: Reader, before: int) -> Phrase | None:
    """Return what "is", "are" or "is among" ahead of an index say it of."""
    verb = before - 1 - (reader.word(before - 1) == "among")
    if reader.word(verb) not in {"is", "are", "as"}:
        return None
    found = reader.several_before(reader.back(verb, ADVERBS))
    return found if found is not None and begins_clause(reader, found.first) else None


def _call_in(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "the call of `b` in `a`", "`a`'s call to `b`"."""
    if reader.word(at) not in _CALLS or reader.word(at + 1) not in {"of", "to", "on"}:
        return
    what = reader.one(at + 2, of=False)
    if what is None:
        return
    before = reader.back(at, _COUNTED)
    if reader.word(before - 1) == "'s" and reader.term(before - 2):
        owner = reader.one_before(before - 1)
        if owner is not None:
            yield "calls", owner, what
        return
    where = reader.past(what.after, _SITTING)
    if reader.word(where) in {"at", "near"}:
        where = reader.past(where + 1, ARTICLES) - 1
    elif reader.word(where) not in _IN:
        return
    if begins_clause(reader, before) or where == what.after:
        caller = reader.one(where + 1)
        if caller is not None:
            yield "calls", caller, what


def _makes_call(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`a` makes one call to `b`", "`a` ends with a call to `b`"."""
    if reader.word(at) not in _CALLS or reader.word(at + 1) not in {"of", "to", "on"}:
        return
    here = reader.back(at, _COUNTED | {"with", "in"})
    if reader.word(here - 1) not in _MAKING:
        return
    subject = subject_before(reader, here - 1, plural=False)
    what = reader.several(at + 2)
    if subject is not None and what is not None and not what.choice:
        yield "calls", subject, what


def _returns_what(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`a` returns what `b` gives", "`a` passes on the result of `b`"."""
    after = at + _RETURNING.get(reader.word(at), 0)
    if after == at or (after > at + 1 and reader.word(at + 1) not in {"back", "on"}):
        return
    what = None
    if reader.word(after) == "what":
        what = reader.one(after + 1, of=False)
        if what is not None and not reader.word(what.after).endswith("s"):
            return
    else:
        here = reader.past(after, ARTICLES | ADJECTIVES)
        if reader.word(here) in _RESULTS and reader.word(here + 1) == "of":
            what = reader.one(here + 2)
    subject = subject_before(reader, at, plural=False) if what is not None else None
    if what is not None and subject is not None:
        yield "uses", subject, what


def _built_on(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`a` is built on `b`", "`a` is a thin wrapper around `b`"."""
    if reader.word(at) not in _BUILT | {"wrapper"}:
        return
    be = reader.back(at, ADVERBS | ARTICLES | ADJECTIVES | {"thin"})
    if reader.word(be - 1) != "is":
        return
    for words in _UPON:
        after = at + 1 + len(words)
        if all(reader.word(at + 1 + n) == word for n, word in enumerate(words)):
            subject, what = reader.one_before(be - 1), reader.one(after)
            if subject is not None and what is not None and begins_clause(reader, subject.first):
                yield "uses", subject, what
            return


def _hands_to(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`a` hands the work to `b`", "`a` passes it on to `b`"."""
    if reader.word(at) not in _HANDING:
        return
    to = at + 1
    while to <= at + _HANDED and reader.word(to) not in {"", "to"}:
        to += 1
    what = reader.one(to + 1) if reader.word(to) == "to" and to > at + 1 else None
    subject = subject_before(reader, at, plural=False) if what is not None else None
    if what is not None and subject is not None:
        yield "uses", subject, what


def _there_is(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "in `a` there is one call of `b`", "in `a` stands a call to `b`"."""
    if reader.word(at) not in _CALLS or reader.word(at + 1) not in {"of", "to"}:
        return
    here = reader.back(reader.back(at, _COUNTED), _SITTING | {"are", "there", "stand"})
    caller = reader.one_before(here - (reader.mark(here - 1) == ","))
    what = reader.one(at + 2, of=False)
    if what is None or caller is None or reader.word(caller.first - 1) not in _IN:
        return
    if begins_clause(reader, caller.first - 1):
        yield "calls", caller, what
