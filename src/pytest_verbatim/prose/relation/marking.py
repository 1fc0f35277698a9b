"""Sentences that say which attributes stand on an item."""

import re
from collections.abc import Iterator

from pytest_verbatim.prose.relation.phrase import ADJECTIVES, ADVERBS, ARTICLES, Phrase, Reader
from pytest_verbatim.prose.relation.stated import Pair, RelationKind, begins_clause, clause_around
from pytest_verbatim.prose.relation.subject import subject_before
from pytest_verbatim.prose.relation.words import BE, HAVING, ON

_PLACED = frozenset(
    "is are sits sit stands stand goes hangs placed put written lives belongs comes remains "
    "attached appears standing sitting set".split()
)
_UNDER = frozenset({"under", "behind", "beneath", "below"})
_MARKED = frozenset(
    "annotated marked tagged decorated attributed flagged instrumented labelled labeled prefixed "
    "headed preceded guarded gated covered declared defined written adorned equipped furnished "
    "topped".split()
)
_MARKING = frozenset(
    "annotates marks tags decorates covers guards gates precedes adorns tops heads".split()
)
_ATTRIBUTE = re.compile(r"#!?\[.*\]", re.DOTALL)
_DERIVED = re.compile(r"(?:#!?\[\s*)?derive\s*\((.*?)\)\s*\]?", re.DOTALL)


def markings(reader: Reader) -> Iterator[Pair]:
    """Yield what a sentence says that an item is marked with; derives as such."""
    for at in reader.at_terms():
        yield from _attributes(reader, at)


def _is_attribute(reader: Reader, at: int) -> bool:
    return bool(_ATTRIBUTE.fullmatch(reader.term(at)) or _DERIVED.fullmatch(reader.term(at)))


def _attribute_kind(text: str, what: Phrase) -> Iterator[tuple[RelationKind, Phrase]]:
    """Yield an attribute, or the derives that it lists."""
    listed = _DERIVED.fullmatch(text)
    if listed is None:
        yield "attribute", what
        return
    names = tuple(name.strip() for name in listed[1].split(",") if name.strip())
    if names:
        yield "derives", Phrase(names, what.first, what.after)


def _attributes(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`f` carries `#[a]`", "`f` is marked `#[a]`", "`#[a]` on `f`", "the `#[a]` of `f`"."""
    called = reader.word(at + 1) == "attribute" or reader.word(at - 1) == "attribute"
    if not _is_attribute(reader, at) and not (called and reader.term(at)):
        return
    text = reader.term(at)
    whole = Phrase((text,), at, at + 1 + (reader.word(at + 1) in {"attribute", "macro"}))
    first, after = _attribute_list(reader, at, whole.after)
    for subject in (_bearer_before(reader, first), _bearer_behind(reader, after)):
        if subject is not None:
            for kind, what in _attribute_kind(text, whole):
                yield kind, subject, what
            return
    yield from _loosely(reader, at, text)


def _loosely(reader: Reader, at: int, text: str) -> Iterator[Pair]:
    """Yield what a clause says that has one more term than attributes, behind "on" or "above"."""
    first, after = clause_around(reader.tokens, at, at + 1)
    others = [n for n in range(first, after) if reader.term(n) and not _is_attribute(reader, n)]
    if len(others) == 1 and reader.word(reader.back(others[0], ARTICLES) - 1) in ON:
        subject = reader.one(others[0])
        if subject is not None:
            for kind, what in _attribute_kind(text, Phrase((text,), at, at + 1)):
                yield kind, subject, what


def _attribute_list(reader: Reader, first: int, after: int) -> tuple[int, int]:
    """Return where a list of attributes begins and what is after it, of which one is at `first`."""
    while _is_attribute(reader, first - 2) and reader.mark(first - 1) == ",":
        first -= 2
    joined = first - 1 - (reader.mark(first - 2) == ",")
    if reader.word(first - 1) == "and" and _is_attribute(reader, joined - 1):
        first = _attribute_list(reader, joined - 1, first)[0]
    joint = after + (reader.mark(after) == ",")
    joint += reader.word(joint) == "and"
    if joint > after and _is_attribute(reader, joint):
        after = _attribute_list(reader, joint, joint + 1)[1]
    return first, after


def _bearer_before(reader: Reader, at: int) -> Phrase | None:
    here = reader.back(at, ARTICLES | ADJECTIVES | {"attribute"})
    if reader.word(here - 1) == "'s":
        return reader.one_before(here - 1)
    if reader.word(here - 1) in HAVING:
        plural = not reader.word(here - 1).endswith("s")
        return subject_before(reader, here - 1, plural=plural)
    prepositions = {"with", "by", "as", *_UNDER}
    verb = here - 1 - (reader.word(here - 1) in prepositions)
    if reader.word(verb) in _MARKED | _PLACED:
        be = reader.back(verb, ADVERBS)
        be -= reader.word(be - 1) in BE
        return _bearers(reader, be)
    verb = here - 1
    if reader.word(verb) in _PLACED - {"put", "placed"}:
        subject = _bearers(reader, verb) if reader.word(verb) in {"is", "are"} else None
        return subject or _on_before(reader, verb)
    return None


def _bearers(reader: Reader, after: int) -> Phrase | None:
    found = reader.several_before(reader.back(after, ADVERBS | {"which", "that"}))
    if found is None or found.choice or not begins_clause(reader, found.first):
        return None
    return found


def _on_before(reader: Reader, verb: int) -> Phrase | None:
    """Return what stands in "above `f` stands `#[a]`"."""
    found = reader.several_before(verb)
    return found if found is not None and reader.word(found.first - 1) in ON else None


def _bearer_behind(reader: Reader, after: int) -> Phrase | None:
    here = reader.past(after, _PLACED | ADVERBS)
    if reader.word(here) in ON or (here == after and reader.word(here) == "of"):
        found = reader.several(here + 1)
        return None if found is None or found.choice else found
    if here == after and reader.word(here) in _MARKING:
        return reader.several(here + 1)
    return None
