"""Relations that plain sentences state between two names of code.

"`a` calls `b`", "`X` derives `Y`", "`#[attr]` on `f`", "`X` has a field `y`" and their like, active
and passive, and which of two calls comes first. What is denied, asked, wished or made a condition
states none here, and neither does a sentence whose build is not known. Whether a relation holds is
not known here.
"""

from collections.abc import Iterator

from pytest_verbatim.prose.relation.called import called
from pytest_verbatim.prose.relation.calling import callings
from pytest_verbatim.prose.relation.deriving import derivings
from pytest_verbatim.prose.relation.marking import markings
from pytest_verbatim.prose.relation.ordering import orderings
from pytest_verbatim.prose.relation.parts import parts
from pytest_verbatim.prose.relation.phrase import Reader
from pytest_verbatim.prose.relation.stated import Pair, Relation, RelationKind, is_plain
from pytest_verbatim.prose.relation.token import terms_of, with_terms


def relations_in(sentence: str, crates: frozenset[str] = frozenset()) -> tuple[Relation, ...]:
    """Return the relations that a sentence states, by place; `crates` are written with `_`."""
    terms = terms_of(sentence, crates)
    if sum(bool(term.text) for term in terms) < 2:
        return ()
    tokens = with_terms(sentence, terms)
    reader = Reader(tokens)
    found: dict[Relation, None] = {}
    for kind, subject, what in _every(reader):
        first = min(subject.first, what.first)
        after = max(subject.after, what.after)
        if not is_plain(tokens, first, after):
            continue
        start, end = tokens[first].start, tokens[after - 1].end
        for one in subject.names:
            for other in what.names:
                found[Relation(kind, one, other, start, end)] = None
    return tuple(sorted(found, key=lambda r: (r.start, r.end, r.kind, r.subject, r.object)))


def _every(reader: Reader) -> Iterator[Pair]:
    yield from callings(reader)
    yield from called(reader)
    yield from derivings(reader)
    yield from markings(reader)
    yield from parts(reader)
    yield from orderings(reader)


__all__ = ["Relation", "RelationKind", "relations_in"]
