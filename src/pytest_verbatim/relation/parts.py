"""Sentences that say what a function returns, and which fields, variants and methods a type has."""

from collections.abc import Iterator

from pytest_verbatim.relation.phrase import ADJECTIVES, ADVERBS, ARTICLES, Phrase, Reader
from pytest_verbatim.relation.stated import Pair, RelationKind, begins_clause
from pytest_verbatim.relation.subject import subject_before
from pytest_verbatim.relation.words import HAVING

_PARTS: dict[str, RelationKind] = {
    "field": "field",
    "fields": "field",
    "variant": "variant",
    "variants": "variant",
    "method": "method",
    "methods": "method",
}
_BOTH = ARTICLES | ADJECTIVES | frozenset("called named its no-argument optional".split())
_GIVING = frozenset(
    {("returns",), ("yields",), ("produces",), ("gives", "back"), ("hands", "back")}
)


def parts(reader: Reader) -> Iterator[Pair]:
    """Yield what a sentence says of return types, fields, variants and methods."""
    for at in range(len(reader.tokens)):
        yield from _returns(reader, at)
        yield from _parts(reader, at)


def _returns(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`a` returns a `T`", "the return type of `a` is `T`"."""
    for words in _GIVING:
        if tuple(reader.word(at + n) for n in range(len(words))) == words:
            subject = subject_before(reader, at, plural=False)
            what = reader.one(reader.past(at + len(words), ADVERBS))
            if subject is not None and what is not None:
                yield "returns", subject, what
    if (reader.word(at), reader.word(at + 1)) == ("return", "type"):
        if reader.word(at - 1) == "'s":
            subject, after = reader.one_before(at - 1), at + 2
        else:
            subject = reader.one(at + 3) if reader.word(at + 2) == "of" else None
            after = subject.after if subject is not None else at
        what = reader.one(after + 1) if reader.word(after) == "is" else None
        if subject is not None and what is not None:
            yield "returns", subject, what


def _parts(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`X` has a field `y`", "the `y` field of `X`", "`Y` is a variant of `X`"."""
    kind = _PARTS.get(reader.word(at))
    if kind is None:
        return
    before = reader.back(at, _BOTH)
    inside = {"of", "in", "on", "inside", "within"}
    listed = at + 1 + (reader.mark(at + 1) in {",", ":"} and reader.word(at).endswith("s"))
    what = reader.several(reader.past(listed, {"called", "named", "of"}), of=False)
    if what is not None and reader.word(at + 1) != "of" and not what.choice:
        subject = _owner(reader, before)
        if subject is None and reader.word(what.after) in inside:
            subject = reader.one(what.after + 1)
        if subject is not None:
            yield kind, subject, what
        return
    owner = reader.one(at + 2) if reader.word(at + 1) in inside else None
    if owner is not None and reader.word(before - 1) in {"is", "are"}:
        what = reader.several_before(before - 1)
        if what is not None and begins_clause(reader, what.first):
            yield kind, owner, what
        return
    here = at - 1
    if reader.word(here) == "'s" or not reader.term(here):
        return
    what = reader.several_before(at)
    if what is None or what.choice:
        return
    if reader.word(here - 1) == "'s" and len(what.names) == 1 and "::" in what.names[0]:
        name, _, part = what.names[0].rpartition("::")
        yield kind, Phrase((name,), what.first, at), Phrase((part,), what.first, at)
    elif owner is not None:
        yield kind, owner, what
    else:
        subject = _owner(reader, what.first)
        if subject is not None:
            yield kind, subject, what


def _owner(reader: Reader, before: int) -> Phrase | None:
    """Return what has the part that begins at an index: "`X` has a ...", "`X`'s ..."."""
    if reader.word(before - 1) == "'s":
        return reader.one_before(before - 1)
    here = before - (reader.word(before - 1) in {"with", "of"})
    if reader.word(here - 1) in HAVING:
        plural = not reader.word(here - 1).endswith("s")
        return subject_before(reader, here - 1, plural=plural)
    return None
