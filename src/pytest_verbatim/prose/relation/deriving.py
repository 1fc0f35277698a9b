"""Sentences that say what a type derives or implements."""

import re
from collections.abc import Iterator

from pytest_verbatim.prose.relation.phrase import ADVERBS, ARTICLES, Phrase, Reader
from pytest_verbatim.prose.relation.stated import Pair, begins_clause, clause_around
from pytest_verbatim.prose.relation.subject import subject_before
from pytest_verbatim.prose.relation.words import BE, HAVING

_FOR = frozenset({"on", "for", "by", "in", "upon", "onto"})
_IMPL = frozenset({"impl", "impls", "implementation", "implementations"})
_DERIVE = frozenset({"derive", "derives", "derivation"})
_DERIVING = _DERIVE | {"derived", "deriving"}
_BY = frozenset({"from", "by", "through", "via", "with", "to", "out"})
_GIVING = frozenset("makes lets gives allows turns keeps saves spares helps gets".split())
_DERIVED = frozenset(
    "Clone Copy Debug Default PartialEq Eq PartialOrd Ord Hash Serialize Deserialize".split()
)
"""What is derived most; the names are traits wherever they stand."""
_TYPE = re.compile(r"(?:\w+::)*[A-Z][a-z]\w*(?:<.*>)?")
_TELLING = _DERIVING | _IMPL | {"implements", "implement", "implemented", "is", "are"}
"""The words at which something is said of traits."""


def derivings(reader: Reader) -> Iterator[Pair]:
    """Yield what a sentence says that a type derives or implements."""
    for at in reader.at_words(_TELLING):
        yield from _derives(reader, at)
        yield from _derived(reader, at)
        yield from _by_derive(reader, at)
        yield from _loosely(reader, at)
        yield from _implements(reader, at)
        yield from _is_trait(reader, at)


def _derives(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`X` derives `Y` and `Z`", "we derive `Y` for `X`"."""
    word = reader.word(at)
    if word not in {"derives", "derive"}:
        return
    what = reader.several(reader.past(at + 1, ADVERBS | {"of", "for"}), of=False)
    if what is None:
        yield from _derive_of(reader, at)
        return
    subject = subject_before(reader, at, plural=word == "derive")
    if subject is None and reader.word(what.after) in _FOR:
        subject = reader.several(what.after + 1)
    if subject is not None:
        yield "derives", subject, what


def _derive_of(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "the `Y` derive on `X`", "`X` has a `Y` derive", "`X`'s `Y` derive"."""
    what = reader.several_before(at)
    if what is None:
        return
    subject = None
    if reader.word(at + 1) in {*_FOR, "of"}:
        subject = reader.several(at + 2)
    elif reader.word(what.first - 1) in HAVING:
        subject = subject_before(reader, what.first - 1, plural=False)
    elif len(what.names) == 1 and "::" in what.names[0] and reader.word(at - 2) == "'s":
        owner, _, name = what.names[0].rpartition("::")
        subject = Phrase((owner,), what.first, what.after)
        what = Phrase((name,), what.first, what.after)
    if subject is not None:
        yield "derives", subject, what


def _derived(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`Y` is derived on `X`", "the derived `Y` of `X`", "`X` has a derived `Y`"."""
    if reader.word(at) != "derived":
        return
    here = reader.back(at, ADVERBS)
    by = reader.past(at + 1, ADVERBS)
    if reader.word(by) in _FOR:
        here -= reader.word(here - 1) in BE
        what = reader.several_before(reader.back(here, ADVERBS))
        subject = reader.several(by + 1)
        if what is not None and subject is not None and begins_clause(reader, what.first):
            yield "derives", subject, what
        return
    what = reader.several(at + 1, of=False)
    if what is None:
        return
    if reader.word(what.after) in {"of", "on", "for"}:
        subject = reader.several(what.after + 1)
    elif reader.word(at - 1) == "'s":
        subject = reader.one_before(at - 1)
    else:
        before = reader.back(at, ARTICLES | {"with"})
        having = reader.word(before - 1) in HAVING
        subject = subject_before(reader, before - 1, plural=False) if having else None
    if subject is not None:
        yield "derives", subject, what


def _by_derive(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`X` gets its `Y` from a derive", "`Y` comes from the derive on `X`"."""
    if reader.word(at) not in _DERIVE:
        return
    before = reader.back(at, ARTICLES)
    if reader.word(before - 1) not in _BY:
        return
    here = before - 1
    if reader.word(here - 1) in {"comes", "come", "is", "are"} and reader.word(at + 1) in _FOR:
        what = reader.several_before(here - 1)
        subject = reader.several(at + 2)
        if what is not None and subject is not None:
            yield "derives", subject, what
        return
    what = reader.several_before(here)
    if what is not None and reader.word(what.first - 1) in HAVING:
        subject = subject_before(reader, what.first - 1, plural=False)
        if subject is not None:
            yield "derives", subject, what


def _loosely(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield what a clause says that speaks of deriving, names one type, and traits beside it.

    Whatever its build: "among the derives of `X` is `Y`". Behind a preposition other than that of
    the derive the type is not what derives.
    """
    if reader.word(at) not in _DERIVING:
        return
    first, after = clause_around(reader.tokens, at, at + 1)
    terms = [n for n in range(first, after) if reader.term(n)]
    traits = [n for n in terms if reader.term(n).split("::")[-1] in _DERIVED]
    types = [n for n in terms if n not in traits and _TYPE.fullmatch(reader.term(n))]
    if len(types) != 1 or len(traits) + 1 != len(terms) or not traits:
        return
    it = types[0]
    before = reader.word(reader.back(it, ARTICLES) - 1)
    of_derive = before == "of" and reader.word(reader.back(it, ARTICLES) - 2) in _DERIVE
    is_verb = reader.word(at) == "derives" and reader.word(at - 1) not in {*ARTICLES, "among"}
    opens = not is_verb and it < min(traits) and begins_clause(reader, reader.back(it, ARTICLES))
    given = reader.word(at) == "derived" and before in _GIVING
    if opens or before in _FOR - {"by", "in"} or of_derive or given:
        names = tuple(reader.term(n) for n in traits)
        yield "derives", Phrase((reader.term(it),), it, it + 1), Phrase(names, at, at + 1)


def _implements(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`X` implements `Y`", "`Y` is implemented for `X`", "the `Y` impl of `X`"."""
    word = reader.word(at)
    if word in {"implements", "implement"}:
        subject = subject_before(reader, at, plural=word == "implement")
        what = reader.several(reader.past(at + 1, ADVERBS))
        if subject is not None and what is not None and not what.choice:
            yield "implements", subject, what
    elif word == "implemented" and reader.word(at + 1) in {"for", "by", "on"}:
        here = reader.back(at, ADVERBS)
        here -= reader.word(here - 1) in BE
        what = reader.several_before(reader.back(here, ADVERBS))
        subject = reader.several(at + 2)
        if what is not None and subject is not None and begins_clause(reader, what.first):
            yield "implements", subject, what
    elif word in _IMPL and reader.word(at + 1) in {"of", "for", "on"}:
        what = reader.one_before(at)
        subject = reader.several(at + 2, of=False)
        if what is None and reader.word(at + 1) == "of" and subject is not None:
            what = subject
            behind = reader.word(what.after) in {"for", "on"}
            subject = reader.several(what.after + 1) if behind else None
        if what is not None and subject is not None:
            yield "implements", subject, what


def _is_trait(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`X` is `Clone`", "`X` and `Y` are `Copy` and `Debug`"."""
    word = reader.word(at)
    if word not in {"is", "are"}:
        return
    what = reader.several(reader.past(at + 1, ADVERBS))
    if what is None or what.choice or not set(what.names) <= _DERIVED:
        return
    subject = subject_before(reader, at, plural=word == "are")
    if subject is not None and not reader.word(what.after - 1):
        yield "implements", subject, what
