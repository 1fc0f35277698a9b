"""Sentences that say what a function returns, and which fields, variants and methods a type has."""

from collections.abc import Iterator

from pytest_verbatim.prose.relation.phrase import ADJECTIVES, ADVERBS, ARTICLES, Phrase, Reader
from pytest_verbatim.prose.relation.stated import Pair, RelationKind, begins_clause
from pytest_verbatim.prose.relation.subject import subject_before
from pytest_verbatim.prose.relation.words import HAVING

_PARTS: dict[str, RelationKind] = {
    "field": "field",
    "fields": "field",
    "variant": "variant",
    "variants": "variant",
    "method": "method",
    "methods": "method",
}
_BOTH = ARTICLES | ADJECTIVES | frozenset("called named its no-argument optional".split())
_INSIDE = frozenset({"of", "in", "on", "inside", "within"})
_GIVING = {
    "returns": ("returns",),
    "yields": ("yields",),
    "produces": ("produces",),
    "gives": ("gives", "back"),
    "hands": ("hands", "back"),
}
_TELLING = frozenset({*_PARTS, *_GIVING, "return"})
"""The words at which something is said of parts and returns."""


def parts(reader: Reader) -> Iterator[Pair]:
    """Yield what a sentence says of return types, fields, variants and methods."""
    for at in reader.at_words(_TELLING):
        yield from _returns(reader, at)
        yield from _parts(reader, at)


def _returns(reader: Reader, at: int) -> Iterator[Pair]:
    """Yield "`a` returns a `T`", "the return type of `a` is `T`"."""
    words = _GIVING.get(reader.word(at), ("-",))
    if all(reader.word(at + n) == word for n, word in enumerate(words)):
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
    listed = at + 1 + (reader.mark(at + 1) in {",", ":"} and reader.word(at).endswith("s"))
    what = reader.several(reader.past(listed, {"called", "named"}), of=False)
    inside = reader.one(at + 2) if reader.word(at + 1) in _INSIDE else None
    if what is not None:
        owner = _owner(reader, before)
        if owner is None and reader.word(what.after) in _INSIDE:
            owner = reader.one(what.after + 1)
    elif inside is not None and reader.word(before - 1) in {"is", "are"}:
        what = reader.several_before(before - 1)
        owner = inside if what is not None and begins_clause(reader, what.first) else None
    else:
        owner, what = _behind_name(reader, at, inside)
    if owner is not None and what is not None and not what.choice:
        yield kind, owner, what


def _behind_name(
    reader: Reader, at: int, inside: Phrase | None
) -> tuple[Phrase | None, Phrase | None]:
    """Return owner and parts of "`X` has a `y` field", "the `y` field of `X`" and their like."""
    what = reader.several_before(at) if reader.term(at - 1) else None
    if what is None:
        return None, None
    if reader.word(at - 2) == "'s" and len(what.names) == 1 and "::" in what.names[0]:
        name, _, part = what.names[0].rpartition("::")
        return Phrase((name,), what.first, at), Phrase((part,), what.first, at)
    return inside or _owner(reader, what.first), what


def _owner(reader: Reader, before: int) -> Phrase | None:
    """Return what has the part that begins at an index: "`X` has a ...", "`X`'s ..."."""
    if reader.word(before - 1) == "'s":
        return reader.one_before(before - 1)
    here = before - (reader.word(before - 1) in {"with", "of"})
    if reader.word(here - 1) in HAVING:
        plural = not reader.word(here - 1).endswith("s")
        return subject_before(reader, here - 1, plural=plural)
    return None
